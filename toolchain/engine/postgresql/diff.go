package postgresql

import (
	"context"
	"slices"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// ordered lists are compared in their order, all others as sets.
var ordered = []string{"searchPaths"}

// diffOf compares what the server has (the state) with what the program wants, property by property. Properties the
// program is silent about are the server's own business, unless it has just fallen silent about them.
func diffOf(replaces map[string][]string) func(context.Context, p.DiffRequest) (p.DiffResponse, error) {
	return func(_ context.Context, request p.DiffRequest) (p.DiffResponse, error) {
		changes := map[string]p.PropertyDiff{}
		replacing := false
		for name := range names(request) {
			if slices.Contains(request.IgnoreChanges, name) {
				continue
			}
			kind := compare(name, request)
			if kind == "" {
				continue
			}
			if slices.Contains(replaces[string(request.Urn.Type())], name) {
				kind, replacing = asReplace(kind), true
			}
			changes[name] = p.PropertyDiff{Kind: kind}
		}
		return p.DiffResponse{
			HasChanges:   len(changes) > 0,
			DetailedDiff: changes,
			// A replacement has the same name on the server, so the old one has to make room.
			DeleteBeforeReplace: replacing,
		}, nil
	}
}

func names(request p.DiffRequest) map[string]bool {
	result := map[string]bool{}
	for name := range request.Inputs.All {
		result[name] = true
	}
	for name := range request.OldInputs.All {
		result[name] = true
	}
	delete(result, "__defaults")
	return result
}

// compare says how one property differs; "" means that it does not.
func compare(name string, request p.DiffRequest) p.DiffKind {
	has, hasState := request.State.GetOk(name)
	wants, hasInput := request.Inputs.GetOk(name)
	hasState = hasState && !has.IsNull()
	hasInput = hasInput && !wants.IsNull()
	switch {
	case hasInput && wants.HasComputed():
		return p.Update
	case !hasInput && (!hasState || isEmptyList(has)):
		return ""
	case !hasInput:
		return p.Delete
	case isDefault(wants) || !hasState && isEmptyList(wants):
		return ""
	case !hasState:
		return p.Add
	case equal(name, has, wants):
		return ""
	default:
		return p.Update
	}
}

// isDefault recognises the words with which the published plugin leaves a choice to the server.
func isDefault(value property.Value) bool {
	return value.IsString() && (value.AsString() == "DEFAULT" || value.AsString() == "")
}

func isEmptyList(value property.Value) bool { return value.IsArray() && value.AsArray().Len() == 0 }

func equal(name string, a, b property.Value) bool {
	a, b = plain(a), plain(b)
	if !a.IsArray() || !b.IsArray() || slices.Contains(ordered, name) {
		return a.Equals(b)
	}
	return slices.Equal(sortedTexts(a), sortedTexts(b))
}

// plain drops secretness, which is no difference on the server.
func plain(value property.Value) property.Value { return value.WithSecret(false).WithDependencies(nil) }

func sortedTexts(value property.Value) []string {
	result := []string{}
	for _, item := range value.AsArray().All {
		if item.IsString() {
			result = append(result, item.AsString())
		}
	}
	slices.Sort(result)
	return slices.Compact(result)
}

func asReplace(kind p.DiffKind) p.DiffKind {
	switch kind {
	case p.Add:
		return p.AddReplace
	case p.Delete:
		return p.DeleteReplace
	default:
		return p.UpdateReplace
	}
}
