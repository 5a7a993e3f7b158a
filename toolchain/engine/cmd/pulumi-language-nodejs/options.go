package main

import (
	"fmt"

	"github.com/google/shlex"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// options are the `runtime.options` of Pulumi.yaml or PulumiPolicy.yaml that this host honours.
type options struct {
	nodeArgs   []string
	typescript bool
}

func readOptions(info *pulumirpc.ProgramInfo) (options, error) {
	result := options{typescript: true}
	for name, value := range info.GetOptions().AsMap() {
		var err error
		switch name {
		case "nodeargs":
			result.nodeArgs, err = splitNodeArgs(value)
		case "typescript":
			typescript, ok := value.(bool)
			if !ok {
				err = fmt.Errorf("runtime option `typescript` must be true or false, not %v", value)
			}
			result.typescript = typescript
		case "packagemanager":
			if value != "npm" {
				err = fmt.Errorf("runtime option `packagemanager` must be npm here, not %v", value)
			}
		}
		if err != nil {
			return options{}, err
		}
	}
	return result, nil
}

func splitNodeArgs(value any) ([]string, error) {
	text, ok := value.(string)
	if !ok {
		return nil, fmt.Errorf("runtime option `nodeargs` must be a string, not %v", value)
	}
	args, err := shlex.Split(text)
	if err != nil {
		return nil, fmt.Errorf("runtime option `nodeargs` %q cannot be split into words: %w", text, err)
	}
	return args, nil
}
