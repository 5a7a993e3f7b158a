package postgresql

import (
	"fmt"
	"slices"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// publicRole is how the published plugin names PUBLIC, every role there is or will be.
const publicRole = "public"

// objectPrivileges are the privileges there are on each type of object.
var objectPrivileges = map[string][]string{
	"database": {"CREATE", "CONNECT", "TEMPORARY"},
	"schema":   {"CREATE", "USAGE"},
	"table":    {"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"},
	"sequence": {"USAGE", "SELECT", "UPDATE"},
	"function": {"EXECUTE"}, "procedure": {"EXECUTE"}, "routine": {"EXECUTE"},
	"type": {"USAGE"},
}

// checkPrivileges refuses object types that are not covered and privileges that the type does not have.
func checkPrivileges(objectType string, types, privileges []string) (property, reason string) {
	if !slices.Contains(types, objectType) {
		return "objectType", fmt.Sprintf("objectType %q is not covered here: use one of %s", objectType, strings.Join(types, ", "))
	}
	for _, privilege := range privileges {
		name := canonical(privilege)
		if name != "ALL" && !slices.Contains(objectPrivileges[objectType], name) {
			return "privileges", fmt.Sprintf("there is no privilege %q on a %s: use %s or ALL", privilege, objectType,
				strings.Join(objectPrivileges[objectType], ", "))
		}
	}
	return "", ""
}

// checkListed asks for a list of privileges. Its field is optional, as the library drops empty lists from the state.
func checkListed(request infer.CheckRequest) []p.CheckFailure {
	if value, ok := request.NewInputs.GetOk("privileges"); ok && !value.IsNull() {
		return nil
	}
	return []p.CheckFailure{{Property: "privileges", Reason: "privileges is missing: list some, or none with []"}}
}

// canonical is a privilege as PostgreSQL reports it.
func canonical(privilege string) string {
	name := strings.ToUpper(strings.TrimSpace(privilege))
	switch name {
	case "TEMP":
		return "TEMPORARY"
	case "ALL PRIVILEGES":
		return "ALL"
	default:
		return name
	}
}

// wordsOf is the list of privileges for a GRANT; they are known words, so they need no quotes.
func wordsOf(privileges []string) string {
	words := make([]string, len(privileges))
	for i, privilege := range privileges {
		words[i] = canonical(privilege)
	}
	return strings.Join(words, ", ")
}

// samePrivileges compares what is wanted with what is there; MAINTAIN counts only if it is asked for by name, as
// servers before 17 do not have it.
func samePrivileges(objectType string, wanted, actual []string) bool {
	expanded := []string{}
	for _, privilege := range wanted {
		if canonical(privilege) == "ALL" {
			expanded = append(expanded, objectPrivileges[objectType]...)
		} else {
			expanded = append(expanded, canonical(privilege))
		}
	}
	return slices.Equal(unique(expanded), unique(actual)) ||
		slices.ContainsFunc(wanted, func(one string) bool { return canonical(one) == "ALL" }) &&
			slices.Equal(without(unique(expanded), "MAINTAIN"), without(unique(actual), "MAINTAIN"))
}

func unique(names []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(names)))
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(names, func(candidate string) bool { return candidate == name })
}
