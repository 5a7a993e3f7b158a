package standin

import (
	"context"
	"fmt"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// WithRefusals says in one sentence what a stand-in does not cover, instead of the library's 'not found'.
func WithRefusals(name, version string, provider p.Provider) p.Provider {
	rest := fmt.Sprintf("is not covered by this build of the %s provider: leave it out, or use the published plugin %s",
		name, version)
	check := provider.Check
	provider.Check = func(ctx context.Context, request p.CheckRequest) (p.CheckResponse, error) {
		response, err := check(ctx, request)
		if status.Code(err) == codes.NotFound {
			return response, fmt.Errorf("%s %s", request.Urn.Type(), rest)
		}
		for i, failure := range response.Failures {
			if strings.HasPrefix(failure.Reason, "Unrecognized field") {
				response.Failures[i].Reason = fmt.Sprintf("%s of %s %s", failure.Property, request.Urn.Type(), rest)
			}
		}
		return response, err
	}
	return provider
}
