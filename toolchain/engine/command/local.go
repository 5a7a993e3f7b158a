package command

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// killDelay is how long the engine's cancellation waits for a command's children to let go of its output.
const killDelay = 5 * time.Second

// LocalCommand is command:local:Command.
type LocalCommand struct{}

// LocalCommandArgs are its inputs.
type LocalCommandArgs struct {
	Lifecycle
	Interpreter *[]string `pulumi:"interpreter,optional"`
	Dir         *string   `pulumi:"dir,optional"`
}

// LocalCommandState is its inputs and what the last command printed.
type LocalCommandState struct {
	LocalCommandArgs
	Output
}

// Annotate gives the type its published token.
func (r *LocalCommand) Annotate(a infer.Annotator) { a.SetToken("local", "Command") }

// Create runs `create`, if there is one.
func (LocalCommand) Create(
	ctx context.Context, request infer.CreateRequest[LocalCommandArgs],
) (infer.CreateResponse[LocalCommandState], error) {
	state := LocalCommandState{LocalCommandArgs: request.Inputs}
	id, err := resource.NewUniqueHex(request.Name, 8, 0)
	if err == nil && !request.DryRun && request.Inputs.Create != nil {
		state.Output, err = request.Inputs.run(ctx, *request.Inputs.Create, nil)
	}
	return infer.CreateResponse[LocalCommandState]{ID: id, Output: state}, err
}

// Update runs `update`, or `create` again.
func (LocalCommand) Update(
	ctx context.Context, request infer.UpdateRequest[LocalCommandArgs, LocalCommandState],
) (infer.UpdateResponse[LocalCommandState], error) {
	state := LocalCommandState{LocalCommandArgs: request.Inputs, Output: request.State.Output}
	var err error
	if text := request.Inputs.onUpdate(); !request.DryRun && text != nil {
		state.Output, err = request.Inputs.run(ctx, *text, &request.State.Output)
	}
	return infer.UpdateResponse[LocalCommandState]{Output: state}, err
}

// Delete runs `delete`, if there is one.
func (LocalCommand) Delete(
	ctx context.Context, request infer.DeleteRequest[LocalCommandState],
) (infer.DeleteResponse, error) {
	if request.State.Delete == nil {
		return infer.DeleteResponse{}, nil
	}
	_, err := request.State.run(ctx, *request.State.Delete, &request.State.Output)
	return infer.DeleteResponse{}, err
}

// WireDependencies makes what a command printed as secret, and as unknown, as what it was given.
func (LocalCommand) WireDependencies(f infer.FieldSelector, args *LocalCommandArgs, state *LocalCommandState) {
	given := []infer.InputField{
		f.InputField(&args.Create), f.InputField(&args.Update), f.InputField(&args.Stdin),
		f.InputField(&args.Environment), f.InputField(&args.Interpreter), f.InputField(&args.Dir),
	}
	f.OutputField(&state.Stdout).DependsOn(given...)
	f.OutputField(&state.Stderr).DependsOn(given...)
}

// run executes a command line with the interpreter and returns what it printed.
func (a LocalCommandArgs) run(ctx context.Context, text string, previous *Output) (Output, error) {
	words := []string{"/bin/sh", "-c"}
	if a.Interpreter != nil && len(*a.Interpreter) > 0 {
		words = *a.Interpreter
	}
	words = append(append([]string{}, words...), text)
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.WaitDelay = killDelay
	if a.Dir != nil {
		command.Dir = *a.Dir
	}
	command.Env = os.Environ()
	for name, value := range a.environment(previous) {
		command.Env = append(command.Env, name+"="+value)
	}
	command.Stdin = strings.NewReader(a.stdin())
	recorded := newRecorder(ctx, a.Logging)
	command.Stdout, command.Stderr = recorded.stdoutWriter(), recorded.stderrWriter()
	if err := command.Run(); err != nil {
		return Output{}, fmt.Errorf("%w: running %q:\n%s", err, text, recorded.both.String())
	}
	return recorded.output(), nil
}
