package command

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Logging says which of a command's streams the engine shows while it runs.
type Logging string

const (
	logStdout Logging = "stdout"
	logStderr Logging = "stderr"
	logBoth   Logging = "stdoutAndStderr"
	logNone   Logging = "none"
)

// Values lists the published names.
func (Logging) Values() []infer.EnumValue[Logging] {
	return []infer.EnumValue[Logging]{
		{Name: "Stdout", Value: logStdout},
		{Name: "Stderr", Value: logStderr},
		{Name: "StdoutAndStderr", Value: logBoth},
		{Name: "None", Value: logNone},
	}
}

// recorder keeps what a command prints and shows it line by line as it comes.
type recorder struct {
	ctx            context.Context
	logging        Logging
	lock           sync.Mutex
	stdout, stderr bytes.Buffer
	both           bytes.Buffer
}

func newRecorder(ctx context.Context, logging *Logging) *recorder {
	chosen := logBoth
	if logging != nil {
		chosen = *logging
	}
	return &recorder{ctx: ctx, logging: chosen}
}

func (r *recorder) output() Output {
	return Output{
		Stdout: strings.TrimSuffix(r.stdout.String(), "\n"),
		Stderr: strings.TrimSuffix(r.stderr.String(), "\n"),
	}
}

func (r *recorder) stdoutWriter() *stream {
	return &stream{recorder: r, kept: &r.stdout, shown: r.logging == logStdout || r.logging == logBoth}
}

func (r *recorder) stderrWriter() *stream {
	return &stream{recorder: r, kept: &r.stderr, shown: r.logging == logStderr || r.logging == logBoth}
}

var _ io.Writer = (*stream)(nil)

// stream is one of a command's two output streams.
type stream struct {
	recorder *recorder
	kept     *bytes.Buffer
	shown    bool
	line     bytes.Buffer
}

func (s *stream) Write(data []byte) (int, error) {
	s.recorder.lock.Lock()
	defer s.recorder.lock.Unlock()
	s.kept.Write(data)
	s.recorder.both.Write(data)
	if !s.shown {
		return len(data), nil
	}
	s.line.Write(data)
	for {
		end := bytes.IndexByte(s.line.Bytes(), '\n')
		if end < 0 {
			return len(data), nil
		}
		p.GetLogger(s.recorder.ctx).InfoStatus(strings.TrimSuffix(string(s.line.Next(end+1)), "\n"))
	}
}
