package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/ssh"
)

// RemoteCommand is command:remote:Command.
type RemoteCommand struct{}

// RemoteCommandArgs are its inputs.
type RemoteCommandArgs struct {
	Lifecycle
	Connection Connection `pulumi:"connection" provider:"secret"`
}

// RemoteCommandState is its inputs and what the last command printed.
type RemoteCommandState struct {
	RemoteCommandArgs
	Output
}

// Annotate gives the type its published token.
func (r *RemoteCommand) Annotate(a infer.Annotator) { a.SetToken("remote", "Command") }

// Create runs `create` on the host, if there is one.
func (RemoteCommand) Create(
	ctx context.Context, request infer.CreateRequest[RemoteCommandArgs],
) (infer.CreateResponse[RemoteCommandState], error) {
	state := RemoteCommandState{RemoteCommandArgs: request.Inputs}
	id, err := resource.NewUniqueHex(request.Name, 8, 0)
	if err == nil && !request.DryRun && request.Inputs.Create != nil {
		state.Output, err = request.Inputs.run(ctx, *request.Inputs.Create, nil)
	}
	return infer.CreateResponse[RemoteCommandState]{ID: id, Output: state}, err
}

// Update runs `update` on the host, or `create` again.
func (RemoteCommand) Update(
	ctx context.Context, request infer.UpdateRequest[RemoteCommandArgs, RemoteCommandState],
) (infer.UpdateResponse[RemoteCommandState], error) {
	state := RemoteCommandState{RemoteCommandArgs: request.Inputs, Output: request.State.Output}
	var err error
	if text := request.Inputs.onUpdate(); !request.DryRun && text != nil {
		state.Output, err = request.Inputs.run(ctx, *text, &request.State.Output)
	}
	return infer.UpdateResponse[RemoteCommandState]{Output: state}, err
}

// Delete runs `delete` on the host, if there is one.
func (RemoteCommand) Delete(
	ctx context.Context, request infer.DeleteRequest[RemoteCommandState],
) (infer.DeleteResponse, error) {
	if request.State.Delete == nil {
		return infer.DeleteResponse{}, nil
	}
	_, err := request.State.run(ctx, *request.State.Delete, &request.State.Output)
	return infer.DeleteResponse{}, err
}

// WireDependencies makes what a command printed as secret, and as unknown, as what it was given. The connection is
// always secret and would make every output so.
func (RemoteCommand) WireDependencies(f infer.FieldSelector, args *RemoteCommandArgs, state *RemoteCommandState) {
	given := []infer.InputField{
		f.InputField(&args.Create), f.InputField(&args.Update), f.InputField(&args.Stdin),
		f.InputField(&args.Environment), f.InputField(&args.Connection).Computed(),
	}
	f.OutputField(&state.Stdout).DependsOn(given...)
	f.OutputField(&state.Stderr).DependsOn(given...)
	f.OutputField(&state.Connection).AlwaysSecret()
}

// run executes a command line in the login shell of the host's user and returns what it printed.
func (a RemoteCommandArgs) run(ctx context.Context, text string, previous *Output) (Output, error) {
	client, err := dial(ctx, a.Connection)
	if err != nil {
		return Output{}, err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return Output{}, fmt.Errorf("%s opens no session: %w", a.Connection.Host, err)
	}
	defer session.Close()
	for name, value := range a.environment(previous) {
		if err := session.Setenv(name, value); err != nil {
			return Output{}, fmt.Errorf(
				"%s does not accept the variable %s: add `AcceptEnv %s` to its sshd_config or drop it (addPreviousOutputInEnv): %w",
				a.Connection.Host, name, name, err)
		}
	}
	session.Stdin = strings.NewReader(a.stdin())
	recorded := newRecorder(ctx, a.Logging)
	session.Stdout, session.Stderr = recorded.stdoutWriter(), recorded.stderrWriter()
	if err := runSession(ctx, client, session, text); err != nil {
		return Output{}, fmt.Errorf("%w: running %q on %s:\n%s", err, text, a.Connection.Host, recorded.both.String())
	}
	return recorded.output(), nil
}

// runSession ends the connection, and with it the command, when the engine cancels.
func runSession(ctx context.Context, client *ssh.Client, session *ssh.Session, text string) error {
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	err := session.Run(text)
	if !stop() && err != nil {
		return errors.Join(ctx.Err(), err)
	}
	return err
}
