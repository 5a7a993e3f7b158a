package main

import (
	"context"
	"errors"
	"os/exec"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// RunPlugin executes a policy pack, or a plugin written for Node.js.
func (h *host) RunPlugin(request *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer) error {
	if request.GetAttachDebugger() {
		return errDebugger
	}
	h.children.Add(1)
	defer h.children.Done()
	ctx, cancel := h.callContext(stream.Context())
	defer cancel()
	output := newPluginOutput(stream)
	var err error
	if request.GetKind() == "analyzer" {
		err = h.runPolicyPack(ctx, request, output)
	} else {
		err = h.runResourcePlugin(ctx, request, output)
	}
	exit := &exec.ExitError{}
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	code := int32(0)
	if err != nil {
		code = int32(exit.ExitCode())
	}
	return output.exit(code)
}

func (h *host) runResourcePlugin(
	ctx context.Context, request *pulumirpc.RunPluginRequest, output *pluginOutput,
) error {
	directory := request.GetInfo().GetProgramDirectory()
	command, err := pluginCommand(ctx, request, "run-plugin", append([]string{directory}, request.GetArgs()...))
	if err != nil {
		return err
	}
	command.Stdout, command.Stderr = output.stdout(), output.stderr()
	return command.Run()
}

// pluginCommand is the node command line of a plugin, run by one of the SDK's scripts.
func pluginCommand(
	ctx context.Context, request *pulumirpc.RunPluginRequest, script string, args []string,
) (*exec.Cmd, error) {
	settings, err := readOptions(request.GetInfo())
	if err != nil {
		return nil, err
	}
	path, err := resolveSDK(request.GetInfo().GetProgramDirectory(), script)
	if err != nil {
		return nil, err
	}
	command := nodeCommand(ctx, append(append(settings.nodeArgs, path), args...)...)
	command.Dir = request.GetPwd()
	command.Env = request.GetEnv()
	return command, nil
}
