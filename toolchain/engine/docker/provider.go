// Package docker bridges the upstream Terraform provider for Docker to Pulumi under the names of `@pulumi/docker`.
package docker

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// Name of the Pulumi package, and the version of the npm package this provider serves.
const (
	Name    = "docker"
	Version = "5.2.0"
)

// nameLength is the longest generated name.
const nameLength = 255

// Provider describes the bridged provider.
func Provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            shimv2.NewProvider(provider.New(Version)()),
		Name:         Name,
		Version:      Version,
		GitHubOrg:    "kreuzwerker",
		Config:       configuration(),
		Resources:    resources(),
		DataSources:  dataSources(),
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}
	info.MustComputeTokens(tokens.SingleModule("docker_", "index", tokens.MakeStandard(Name)))
	info.SetAutonaming(nameLength, "-")
	return info
}
