package standin

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
)

// WithProviderUpdates lets a changed provider setting (a rotated password, say) update the provider.
// The library would replace the provider, and with it every resource it manages.
func WithProviderUpdates(provider p.Provider) p.Provider {
	inner := provider.DiffConfig
	if inner == nil {
		return provider
	}
	provider.DiffConfig = func(ctx context.Context, request p.DiffRequest) (p.DiffResponse, error) {
		response, err := inner(ctx, request)
		for key, change := range response.DetailedDiff {
			change.Kind = withoutReplace(change.Kind)
			response.DetailedDiff[key] = change
		}
		return response, err
	}
	return provider
}

func withoutReplace(kind p.DiffKind) p.DiffKind {
	switch kind {
	case p.AddReplace:
		return p.Add
	case p.DeleteReplace:
		return p.Delete
	case p.UpdateReplace:
		return p.Update
	default:
		return kind
	}
}
