// Command pulumi-resource-postgresql stands in for the published plugin of @pulumi/postgresql.
package main

import (
	"github.com/terraform-providers/terraform-provider-docker/tovplay/postgresql"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/standin"
)

func main() { standin.Serve("postgresql", postgresql.Version, postgresql.Provider()) }
