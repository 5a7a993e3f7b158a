package preview

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

const (
	nameSuffix = 7
	nameLength = 63
)

// check refuses types and properties that are not in the catalogue, and asks for the required ones.
func (c catalogue) check(_ context.Context, request p.CheckRequest) (p.CheckResponse, error) {
	token := string(request.Urn.Type())
	known, ok := c.resources[token]
	if !ok {
		return p.CheckResponse{}, fmt.Errorf("%s is not covered by this preview-only build of the %s provider, which knows %s",
			token, c.name, strings.Join(slices.Sorted(maps.Keys(c.resources)), ", "))
	}
	inputs, failures := request.Inputs, []p.CheckFailure{}
	for name := range inputs.All {
		if !slices.Contains(known.required, name) && !slices.Contains(known.optional, name) && !strings.HasPrefix(name, "__") {
			failures = append(failures, p.CheckFailure{
				Property: name, Reason: fmt.Sprintf("%s has no property %q here: remove it or check its spelling", token, name),
			})
		}
	}
	for _, name := range known.required {
		if value, ok := inputs.GetOk(name); !ok || value.IsNull() {
			failures = append(failures, p.CheckFailure{
				Property: name, Reason: fmt.Sprintf("%s needs %s: set it", token, name),
			})
		}
	}
	for _, name := range known.secrets {
		if value, ok := inputs.GetOk(name); ok {
			inputs = inputs.Set(name, value.WithSecret(true))
		}
	}
	inputs, err := named(known.named, request, inputs)
	return p.CheckResponse{Inputs: inputs, Failures: failures}, err
}

// named gives a resource without a name the one it had, or a new one made from its name in the program.
func named(key string, request p.CheckRequest, inputs property.Map) (property.Map, error) {
	if key == "" {
		return inputs, nil
	}
	for _, rival := range []string{key, key + "Prefix"} {
		if value, ok := inputs.GetOk(rival); ok && !value.IsNull() {
			return inputs, nil
		}
	}
	if old, ok := request.State.GetOk(key); ok && !old.IsNull() {
		return inputs.Set(key, old), nil
	}
	name, err := resource.NewUniqueHex(strings.ToLower(request.Urn.Name())+"-", nameSuffix, nameLength)
	return inputs.Set(key, property.New(name)), err
}
