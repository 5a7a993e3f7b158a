// Command pulumi-resource-random stands in for the published plugin of @pulumi/random.
package main

import (
	"github.com/terraform-providers/terraform-provider-docker/tovplay/random"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/standin"
)

func main() { standin.Serve("random", random.Version, random.Provider()) }
