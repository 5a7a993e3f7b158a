package main

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// configurationEnvironment hands the stack's configuration to the SDK in the two variables it reads.
func configurationEnvironment(request *pulumirpc.RunRequest) ([]string, error) {
	values := make(map[string]string, len(request.GetConfig()))
	for name, value := range request.GetConfig() {
		key, err := config.ParseKey(name)
		if err != nil {
			return nil, fmt.Errorf("configuration key %q is not of the form namespace:name: %w", name, err)
		}
		values[key.String()] = value
	}
	secrets := request.GetConfigSecretKeys()
	if secrets == nil {
		secrets = []string{}
	}
	encodedValues, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	encodedSecrets, err := json.Marshal(secrets)
	if err != nil {
		return nil, err
	}
	return []string{
		"PULUMI_CONFIG=" + string(encodedValues),
		"PULUMI_CONFIG_SECRET_KEYS=" + string(encodedSecrets),
	}, nil
}
