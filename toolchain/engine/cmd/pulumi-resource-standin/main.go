// Command pulumi-resource-standin stands in for published plugins: under the name of each, it is that one.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/command"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/postgresql"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/preview"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/random"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/standin"
)

// plugin is one of the published plugins.
type plugin struct {
	version  string
	provider func() p.Provider
}

// plugins by name. Those of the clouds preview only.
var plugins = map[string]plugin{
	"aws":        {preview.AWSVersion, preview.AWS},
	"cloudflare": {preview.CloudflareVersion, preview.Cloudflare},
	"command":    {command.Version, command.Provider},
	"postgresql": {postgresql.Version, postgresql.Provider},
	"random":     {random.Version, random.Provider},
}

func main() {
	name := pluginName(os.Args[0])
	known, ok := plugins[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "there is no stand-in for a plugin %q: start this program as pulumi-resource-NAME\n", name)
		os.Exit(1)
	}
	standin.Serve(name, known.version, known.provider())
}

// pluginName is the NAME of `…/pulumi-resource-NAME`.
func pluginName(path string) string {
	return strings.TrimPrefix(strings.TrimSuffix(filepath.Base(path), ".exe"), "pulumi-resource-")
}
