package command

import (
	"context"
	"fmt"

	"github.com/pkg/sftp"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// CopyToRemote is command:remote:CopyToRemote.
type CopyToRemote struct{}

// CopyToRemoteArgs are its inputs.
type CopyToRemoteArgs struct {
	Connection Connection           `pulumi:"connection" provider:"secret"`
	Source     types.AssetOrArchive `pulumi:"source"`
	RemotePath string               `pulumi:"remotePath"`
	Triggers   *[]any               `pulumi:"triggers,optional" provider:"replaceOnChanges"`
}

// CopyToRemoteState is the same as its inputs; later changes on the host are not tracked.
type CopyToRemoteState struct{ CopyToRemoteArgs }

// Annotate gives the type its published token.
func (r *CopyToRemote) Annotate(a infer.Annotator) { a.SetToken("remote", "CopyToRemote") }

// Check refuses sources that cannot be copied as they are.
func (CopyToRemote) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[CopyToRemoteArgs], error) {
	inputs, failures, err := infer.DefaultCheck[CopyToRemoteArgs](ctx, request.NewInputs)
	if err == nil && len(failures) == 0 && !request.NewInputs.Get("source").HasComputed() {
		if err := checkSource(inputs.Source); err != nil {
			failures = append(failures, p.CheckFailure{Property: "source", Reason: err.Error()})
		}
	}
	return infer.CheckResponse[CopyToRemoteArgs]{Inputs: inputs, Failures: failures}, err
}

// Create copies the source to the host.
func (CopyToRemote) Create(
	ctx context.Context, request infer.CreateRequest[CopyToRemoteArgs],
) (infer.CreateResponse[CopyToRemoteState], error) {
	id, err := resource.NewUniqueHex(request.Name, 8, 0)
	if err == nil && !request.DryRun {
		err = request.Inputs.copy(ctx)
	}
	return infer.CreateResponse[CopyToRemoteState]{ID: id, Output: CopyToRemoteState{request.Inputs}}, err
}

// Update copies the source again, to the new path if that changed; the copy at the old path is kept.
func (CopyToRemote) Update(
	ctx context.Context, request infer.UpdateRequest[CopyToRemoteArgs, CopyToRemoteState],
) (infer.UpdateResponse[CopyToRemoteState], error) {
	var err error
	if !request.DryRun {
		err = request.Inputs.copy(ctx)
	}
	return infer.UpdateResponse[CopyToRemoteState]{Output: CopyToRemoteState{request.Inputs}}, err
}

// WireDependencies keeps the connection, and a secret source, out of the state in clear.
func (CopyToRemote) WireDependencies(f infer.FieldSelector, args *CopyToRemoteArgs, state *CopyToRemoteState) {
	f.OutputField(&state.Connection).AlwaysSecret()
	f.OutputField(&state.Source).DependsOn(f.InputField(&args.Source))
	f.OutputField(&state.RemotePath).DependsOn(f.InputField(&args.RemotePath))
	f.OutputField(&state.Triggers).DependsOn(f.InputField(&args.Triggers))
}

func (a CopyToRemoteArgs) copy(ctx context.Context) error {
	client, err := dial(ctx, a.Connection)
	if err != nil {
		return err
	}
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer stop()
	files, err := sftp.NewClient(client)
	if err != nil {
		return fmt.Errorf("%s offers no SFTP: enable its subsystem in sshd_config: %w", a.Connection.Host, err)
	}
	defer files.Close()
	if err := copySource(files, a.Source, a.RemotePath); err != nil {
		return fmt.Errorf("copy to %s:%s: %w", a.Connection.Host, a.RemotePath, err)
	}
	return nil
}
