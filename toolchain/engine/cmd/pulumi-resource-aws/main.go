// Command pulumi-resource-aws lets a program that uses @pulumi/aws be previewed where its plugin cannot be had.
package main

import (
	"github.com/terraform-providers/terraform-provider-docker/tovplay/preview"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/standin"
)

func main() { standin.Serve("aws", preview.AWSVersion, preview.AWS()) }
