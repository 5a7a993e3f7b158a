package main

import (
	"fmt"
	"io"
	"os/exec"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// InstallDependencies runs npm in the program's folder and streams what it prints.
func (h *host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	h.children.Add(1)
	defer h.children.Done()
	ctx, cancel := h.callContext(stream.Context())
	defer cancel()
	directory := request.GetInfo().GetProgramDirectory()
	command := exec.CommandContext(ctx, "npm", "install")
	command.Dir, command.WaitDelay = directory, grace
	// One writer for both streams: exec then copies them in one goroutine, and the stream has one sender.
	var output io.Writer = writerFunc(func(data []byte) error {
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: data})
	})
	command.Stdout, command.Stderr = output, output
	if err := command.Run(); err != nil {
		return fmt.Errorf("`npm install` in %s failed: %w", directory, err)
	}
	return nil
}
