package main

import (
	"io"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// pluginOutput turns what a plugin prints into messages of a stream, which admits one sender at a time.
type pluginOutput struct {
	lock   sync.Mutex
	stream pulumirpc.LanguageRuntime_RunPluginServer
}

func newPluginOutput(stream pulumirpc.LanguageRuntime_RunPluginServer) *pluginOutput {
	return &pluginOutput{stream: stream}
}

func (o *pluginOutput) send(response *pulumirpc.RunPluginResponse) error {
	o.lock.Lock()
	defer o.lock.Unlock()
	return o.stream.Send(response)
}

func (o *pluginOutput) stdout() io.Writer {
	return writerFunc(func(data []byte) error {
		return o.send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: data}})
	})
}

func (o *pluginOutput) stderr() io.Writer {
	return writerFunc(func(data []byte) error {
		return o.send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: data}})
	})
}

func (o *pluginOutput) exit(code int32) error {
	return o.send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: code}})
}

type writerFunc func([]byte) error

func (write writerFunc) Write(data []byte) (int, error) {
	// The stream may still hold the bytes when the caller reuses its buffer.
	if err := write(append([]byte{}, data...)); err != nil {
		return 0, err
	}
	return len(data), nil
}
