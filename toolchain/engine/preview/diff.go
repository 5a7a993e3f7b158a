package preview

import (
	"slices"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// changes compares old inputs with new ones, property by property.
func changes(request p.DiffRequest, replaces []string) p.DiffResponse {
	detailed := map[string]p.PropertyDiff{}
	for name := range union(request.OldInputs, request.Inputs) {
		if strings.HasPrefix(name, "__") || slices.Contains(request.IgnoreChanges, name) {
			continue
		}
		if kind := compare(name, request); kind != "" {
			detailed[name] = p.PropertyDiff{Kind: replacing(kind, slices.Contains(replaces, name)), InputDiff: true}
		}
	}
	return p.DiffResponse{HasChanges: len(detailed) > 0, DetailedDiff: detailed}
}

func union(a, b property.Map) map[string]bool {
	names := map[string]bool{}
	for _, one := range []property.Map{a, b} {
		for name := range one.All {
			names[name] = true
		}
	}
	return names
}

func compare(name string, request p.DiffRequest) p.DiffKind {
	before, after := request.OldInputs.Get(name), request.Inputs.Get(name)
	switch {
	case before.IsNull() && after.IsNull():
		return ""
	case before.IsNull():
		return p.Add
	case after.IsNull():
		return p.Delete
	case before.WithSecret(false).WithDependencies(nil).Equals(after.WithSecret(false).WithDependencies(nil)):
		return ""
	default:
		return p.Update
	}
}

func replacing(kind p.DiffKind, replace bool) p.DiffKind {
	if !replace {
		return kind
	}
	return map[p.DiffKind]p.DiffKind{
		p.Add: p.AddReplace, p.Delete: p.DeleteReplace, p.Update: p.UpdateReplace,
	}[kind]
}
