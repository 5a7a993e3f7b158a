// Command pulumi-resource-command stands in for the published plugin of @pulumi/command.
package main

import (
	"github.com/terraform-providers/terraform-provider-docker/tovplay/command"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/standin"
)

func main() { standin.Serve("command", command.Version, command.Provider()) }
