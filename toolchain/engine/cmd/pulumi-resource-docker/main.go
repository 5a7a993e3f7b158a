// Command pulumi-resource-docker is the plugin of @pulumi/docker without its native Image resource.
package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/docker"
)

// main serves without a schema: programs in TypeScript have its types from the package, and what writes one is a third of the bridge.
func main() { tfbridge.Main(docker.Name, docker.Version, docker.Provider(), nil) }
