package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// bailExitCode is how the SDK's runner says that it has already told the user what went wrong.
const bailExitCode = 32

var errDebugger = errors.New(
	"this language host attaches no debugger: set the runtime option `nodeargs: --inspect-brk` in the project file")

// Run executes a Pulumi program; its output goes to the host's own streams, which the engine shows.
func (h *host) Run(call context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	if request.GetAttachDebugger() {
		return nil, errDebugger
	}
	h.children.Add(1)
	defer h.children.Done()
	ctx, cancel := h.callContext(call)
	defer cancel()
	command, err := h.program(ctx, request)
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return runResponse(command.Run()), nil
}

// program is the node command line of a run.
func (h *host) program(ctx context.Context, request *pulumirpc.RunRequest) (*exec.Cmd, error) {
	info := request.GetInfo()
	settings, err := readOptions(info)
	if err != nil {
		return nil, err
	}
	script, err := resolveSDK(info.GetProgramDirectory(), "run")
	if err != nil {
		return nil, err
	}
	environment, err := configurationEnvironment(request)
	if err != nil {
		return nil, err
	}
	args := append([]string{plainErrorsArgument()}, append(settings.nodeArgs, script)...)
	command := nodeCommand(ctx, append(args, runArguments(request, h.engine)...)...)
	command.Dir = info.GetProgramDirectory()
	command.Env = append(os.Environ(), environment...)
	command.Env = append(command.Env, "PULUMI_NODEJS_TYPESCRIPT="+strconv.FormatBool(settings.typescript))
	return command, nil
}

// runArguments are the arguments of @pulumi/pulumi/cmd/run.
func runArguments(request *pulumirpc.RunRequest, engine string) []string {
	info := request.GetInfo()
	args := []string{}
	add := func(flag, value string) {
		if value != "" {
			args = append(args, flag, value)
		}
	}
	add("--monitor", request.GetMonitorAddress())
	add("--engine", engine)
	add("--organization", request.GetOrganization())
	add("--project", request.GetProject())
	add("--root-directory", info.GetRootDirectory())
	add("--stack", request.GetStack())
	add("--pwd", info.GetProgramDirectory())
	add("--parallel", strconv.Itoa(int(request.GetParallel())))
	if request.GetDryRun() {
		args = append(args, "--dry-run")
	}
	return append(append(args, info.GetEntryPoint()), request.GetArgs()...)
}

// runResponse tells the engine how a program ended.
func runResponse(err error) *pulumirpc.RunResponse {
	exit := &exec.ExitError{}
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case errors.As(err, &exit) && exit.ExitCode() == bailExitCode:
		return &pulumirpc.RunResponse{Bail: true}
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program exited with code %d", exit.ExitCode())}
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program did not run to its end: %v", err)}
	}
}
