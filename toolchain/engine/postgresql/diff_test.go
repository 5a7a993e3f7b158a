package postgresql

import (
	"context"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

func list(items ...string) property.Value {
	values := make([]property.Value, len(items))
	for i, item := range items {
		values[i] = property.New(item)
	}
	return property.New(values)
}

func TestDiffComparesTheServerWithTheProgram(t *testing.T) {
	text := property.New[string]
	type values = map[string]property.Value
	cases := []struct {
		what                     string
		state, oldInputs, inputs values
		want                     map[string]p.DiffKind
	}{
		{"nothing", values{"role": text("a")}, nil, values{"role": text("a")}, nil},
		{"drift, though the program is the same", values{"owner": text("b")}, values{"owner": text("a")}, values{"owner": text("a")},
			map[string]p.DiffKind{"owner": p.Update}},
		{"what the server chose", values{"owner": text("b")}, nil, values{}, nil},
		{"what the program no longer sets", values{"password": text("b")}, values{"password": text("b")}, values{},
			map[string]p.DiffKind{"password": p.Delete}},
		{"another role", values{"role": text("a")}, nil, values{"role": text("b")}, map[string]p.DiffKind{"role": p.UpdateReplace}},
		{"a secret is no difference", values{"password": text("a")}, nil, values{"password": text("a").WithSecret(true)}, nil},
		{"sets in another order", values{"privileges": list("A", "B")}, nil, values{"privileges": list("B", "A", "B")}, nil},
		{"no privileges, which the state does not record", values{}, nil, values{"privileges": list()}, nil},
		{"lists in another order", values{"searchPaths": list("a", "b")}, nil, values{"searchPaths": list("b", "a")},
			map[string]p.DiffKind{"searchPaths": p.Update}},
		{"left to the server by name", values{"lcCollate": text("C")}, nil, values{"lcCollate": text("DEFAULT")}, nil},
		{"not known yet", values{"role": text("a")}, nil, values{"role": property.New(property.Computed)},
			map[string]p.DiffKind{"role": p.UpdateReplace}},
	}
	diff := diffOf(map[string][]string{"postgresql:index/grant:Grant": {"role"}})
	for _, c := range cases {
		response, err := diff(context.Background(), p.DiffRequest{
			Urn:   resource.URN("urn:pulumi:s::p::postgresql:index/grant:Grant::n"),
			State: property.NewMap(c.state), OldInputs: property.NewMap(c.oldInputs), Inputs: property.NewMap(c.inputs),
		})
		if err != nil || len(response.DetailedDiff) != len(c.want) || response.HasChanges != (len(c.want) > 0) {
			t.Errorf("%s: got %v, %v, want %v", c.what, response.DetailedDiff, err, c.want)
		}
		for name, kind := range c.want {
			if response.DetailedDiff[name].Kind != kind {
				t.Errorf("%s: got %v, want %s %s", c.what, response.DetailedDiff, name, kind)
			}
		}
	}
}

func TestRefreshedKeepsWhatTheProgramLeftToTheServer(t *testing.T) {
	actual := DatabaseArgs{Name: pointer("d"), Owner: pointer("o"), ConnectionLimit: pointer(7)}
	got := refreshed(DatabaseArgs{Name: pointer("d"), ConnectionLimit: pointer(5)}, actual)
	if got.Owner != nil || *got.ConnectionLimit != 7 {
		t.Errorf("got owner %v and limit %d", got.Owner, *got.ConnectionLimit)
	}
	if imported := refreshed(DatabaseArgs{}, actual); imported.Owner == nil {
		t.Error("an import must take everything over")
	}
}
