package main

import (
	"context"
	"os/exec"
	"syscall"
	"time"
)

// grace is how long a program may take to end itself after it was asked to.
const grace = 3 * time.Second

// callContext ends with the call or with the host, whichever comes first.
func (h *host) callContext(call context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(call)
	stop := context.AfterFunc(h.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

// nodeCommand is a node process that is asked to end, and then made to, when the context is over.
func nodeCommand(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, "node", args...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = grace
	return command
}
