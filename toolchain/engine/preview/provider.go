package preview

import (
	"context"
	"fmt"
	"slices"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// catalogue is a provider's name and its types of resources.
type catalogue struct {
	name      string
	resources map[string]kind
}

func provider(name string, resources map[string]kind) p.Provider {
	c := catalogue{name, resources}
	return p.Provider{
		GetSchema: c.schema,
		CheckConfig: func(_ context.Context, request p.CheckRequest) (p.CheckResponse, error) {
			return p.CheckResponse{Inputs: request.Inputs}, nil
		},
		DiffConfig: func(_ context.Context, request p.DiffRequest) (p.DiffResponse, error) {
			return changes(request, nil), nil
		},
		Configure: func(context.Context, p.ConfigureRequest) error { return nil },
		Check:     c.check,
		Diff: func(_ context.Context, request p.DiffRequest) (p.DiffResponse, error) {
			return changes(request, c.resources[string(request.Urn.Type())].replaces), nil
		},
		Create: func(_ context.Context, request p.CreateRequest) (p.CreateResponse, error) {
			if !request.DryRun {
				return p.CreateResponse{}, c.refuse("create", string(request.Urn.Type()))
			}
			return p.CreateResponse{Properties: c.planned(string(request.Urn.Type()), request.Properties, property.Map{})}, nil
		},
		Update: func(_ context.Context, request p.UpdateRequest) (p.UpdateResponse, error) {
			if !request.DryRun {
				return p.UpdateResponse{}, c.refuse("update", string(request.Urn.Type()))
			}
			return p.UpdateResponse{Properties: c.planned(string(request.Urn.Type()), request.Inputs, request.State)}, nil
		},
		Read: func(_ context.Context, request p.ReadRequest) (p.ReadResponse, error) {
			return p.ReadResponse{}, c.refuse("read", string(request.Urn.Type()))
		},
		Delete: func(_ context.Context, request p.DeleteRequest) error {
			return c.refuse("delete", string(request.Urn.Type()))
		},
		Invoke: func(_ context.Context, request p.InvokeRequest) (p.InvokeResponse, error) {
			return p.InvokeResponse{}, c.refuse("call", string(request.Token))
		},
	}
}

// refuse says in one sentence why nothing but a preview is possible and what to do.
func (c catalogue) refuse(verb, token string) error {
	return fmt.Errorf("cannot %s %s: this build of the %s provider can only preview; "+
		"run this where the published plugin can be downloaded (TOVPLAY_TOOLCHAIN=download)", verb, token, c.name)
}

// planned is what a preview knows of a resource: what the program sets, what is there already, and that the rest is
// known afterwards.
func (c catalogue) planned(token string, inputs, state property.Map) property.Map {
	known, result := c.resources[token], inputs
	for _, name := range known.outputs {
		value, ok := state.GetOk(name)
		if !ok {
			value = property.New(property.Computed)
		}
		if slices.Contains(known.secrets, name) {
			value = value.WithSecret(true)
		}
		result = result.Set(name, value)
	}
	return result
}
