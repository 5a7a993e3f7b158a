// Package standin holds what the provider stand-ins have in common: how they are served, and what they refuse.
package standin

import (
	"context"
	"fmt"
	"os"

	p "github.com/pulumi/pulumi-go-provider"
)

// Serve runs a provider as a plugin of the engine until the engine ends it.
func Serve(name, version string, provider p.Provider) {
	provider = WithRefusals(name, version, WithProviderUpdates(provider))
	if err := p.RunProvider(context.Background(), name, version, provider); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-%s: %v\n", name, err)
		os.Exit(1)
	}
}
