// Command docker-schema writes the Pulumi schema of the Docker provider; the plugin reads it from beside itself.
package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/docker"
)

func main() { tfgen.Main(docker.Name, docker.Version, docker.Provider()) }
