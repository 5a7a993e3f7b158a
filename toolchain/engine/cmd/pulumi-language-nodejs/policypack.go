package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// runPolicyPack serves a policy pack through the SDK's proxy: the engine tells the stack's configuration only after
// it has connected, while the Node.js policy library wants it in its environment from the start.
func (h *host) runPolicyPack(ctx context.Context, request *pulumirpc.RunPluginRequest, output *pluginOutput) error {
	proxy, stdout, err := sdk.NewPolicyProxy(ctx, output.stdout())
	if err != nil {
		return fmt.Errorf("cannot serve the policy pack on loopback: %w", err)
	}
	directory := request.GetInfo().GetProgramDirectory()
	command, err := pluginCommand(ctx, request, "run-policy-pack", append(request.GetArgs(), directory))
	if err != nil {
		return err
	}
	stack, err := proxy.AwaitConfiguration(ctx)
	if err != nil {
		return err
	}
	environment, err := policyEnvironment(stack)
	if err != nil {
		return err
	}
	command.Dir = directory
	command.Env = append(command.Env, environment...)
	command.Stdout, command.Stderr = stdout, output.stderr()
	if err := command.Start(); err != nil {
		return err
	}
	// Attach returns early when the call is cancelled; a pack holds no state, so it may be ended at once.
	defer func() { _ = command.Process.Kill() }()
	return proxy.Attach(ctx, command)
}

// policyEnvironment tells the policy library which stack it judges; nil when the engine judges none.
func policyEnvironment(stack *pulumirpc.AnalyzerStackConfigureRequest) ([]string, error) {
	if stack == nil {
		return nil, nil
	}
	values, err := json.Marshal(stack.GetConfig())
	if err != nil {
		return nil, err
	}
	return []string{
		"PULUMI_CONFIG=" + string(values),
		"PULUMI_NODEJS_ORGANIZATION=" + stack.GetOrganization(),
		"PULUMI_NODEJS_PROJECT=" + stack.GetProject(),
		"PULUMI_NODEJS_STACK=" + stack.GetStack(),
		"PULUMI_NODEJS_DRY_RUN=" + strconv.FormatBool(stack.GetDryRun()),
	}, nil
}
