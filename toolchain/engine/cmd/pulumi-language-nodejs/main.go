// Command pulumi-language-nodejs runs Pulumi programs and policy packs written for Node.js.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// healthInterval is how often the host asks whether its engine still lives; without one it ends itself.
const healthInterval = 30 * time.Second

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(args []string) error {
	engine, err := engineAddress(args)
	if err != nil {
		return err
	}
	logging.InitLogging(false, 0, false)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if engine != "" {
		if err := rpcutil.Healthcheck(ctx, engine, healthInterval, stop); err != nil {
			return fmt.Errorf("cannot watch the engine at %s: %w", engine, err)
		}
	}
	h := &host{engine: engine, ctx: ctx, stop: stop}
	cancel := make(chan bool)
	go func() {
		<-ctx.Done()
		h.children.Wait()
		close(cancel)
	}()
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel:  cancel,
		Init:    func(server *grpc.Server) error { pulumirpc.RegisterLanguageRuntimeServer(server, h); return nil },
		Options: rpcutil.TracingServerInterceptorOptions(nil),
	})
	if err != nil {
		return fmt.Errorf("cannot serve the language host on loopback: %w", err)
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}

// engineAddress reads the engine's address (the last argument) and accepts the flags an engine may pass.
func engineAddress(args []string) (string, error) {
	flags := flag.NewFlagSet("pulumi-language-nodejs", flag.ContinueOnError)
	flags.Bool("logflow", false, "accepted for the engine")
	flags.Bool("logtostderr", false, "accepted for the engine")
	flags.Int("v", 0, "accepted for the engine")
	flags.String("tracing", "", "accepted for the engine")
	flags.String("root", "", "accepted for the engine")
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if flags.NArg() == 0 {
		return "", fmt.Errorf("pulumi-language-nodejs needs the engine's address: it is started by pulumi, not by hand")
	}
	return flags.Arg(flags.NArg() - 1), nil
}
