// Command pulumi-resource-docker is the plugin of @pulumi/docker without its native Image resource.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/docker"
)

func main() {
	schema, err := readSchema()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	tfbridge.Main(docker.Name, docker.Version, docker.Provider(), schema)
}

// readSchema reads the schema from beside the executable: it is generated at build time, and too big to be kept.
func readSchema() ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("cannot find the Docker plugin's own folder: %w", err)
	}
	path := filepath.Join(filepath.Dir(self), "schema.json")
	schema, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the Docker plugin's schema is missing: build it again with docker-schema: %w", err)
	}
	return schema, nil
}
