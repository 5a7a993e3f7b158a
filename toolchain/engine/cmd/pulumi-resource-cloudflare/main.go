// Command pulumi-resource-cloudflare lets a program that uses @pulumi/cloudflare be previewed where its plugin cannot be had.
package main

import (
	"github.com/terraform-providers/terraform-provider-docker/tovplay/preview"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/standin"
)

func main() { standin.Serve("cloudflare", preview.CloudflareVersion, preview.Cloudflare()) }
