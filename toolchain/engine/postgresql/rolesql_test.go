package postgresql

import (
	"reflect"
	"testing"
)

func TestAlterRoleNamesOnlyWhatDiffers(t *testing.T) {
	name := pointer(`o"dd`)
	cases := []struct {
		what     string
		from, to RoleArgs
		want     []string
	}{
		{"nothing", newRole(name), newRole(name), []string{}},
		{"a login role with a limit", newRole(name), RoleArgs{Name: name, Login: pointer(true), ConnectionLimit: pointer(5)},
			[]string{`ALTER ROLE "o""dd" WITH LOGIN CONNECTION LIMIT 5`}},
		{"no longer able to create roles", RoleArgs{Name: name, CreateRole: pointer(true)}, RoleArgs{Name: name},
			[]string{`ALTER ROLE "o""dd" WITH NOCREATEROLE`}},
		{"a password taken away", RoleArgs{Name: name, Password: pointer("x")}, RoleArgs{Name: name},
			[]string{`ALTER ROLE "o""dd" WITH PASSWORD NULL`}},
		{"a new name", RoleArgs{Name: pointer("old")}, RoleArgs{Name: name},
			[]string{`ALTER ROLE "old" RENAME TO "o""dd"`}},
		{"other memberships", RoleArgs{Name: name, Roles: []string{"a", "b"}}, RoleArgs{Name: name, Roles: []string{"b", "c"}},
			[]string{`REVOKE "a" FROM "o""dd"`, `GRANT "c" TO "o""dd"`}},
		{"settings", RoleArgs{Name: name, StatementTimeout: pointer(5)}, RoleArgs{Name: name, SearchPaths: []string{"x", `y"`}},
			[]string{`ALTER ROLE "o""dd" SET search_path TO "x", "y"""`, `ALTER ROLE "o""dd" RESET statement_timeout`}},
		{"a limit in time, as a literal", newRole(name), RoleArgs{Name: name, ValidUntil: pointer("2030-01-01'; DROP")},
			[]string{`ALTER ROLE "o""dd" WITH VALID UNTIL '2030-01-01''; DROP'`}},
	}
	for _, c := range cases {
		got, err := alterRole(c.from, c.to)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, %v, want %q", c.what, got, err, c.want)
		}
	}
}

func TestParseMilliseconds(t *testing.T) {
	for text, want := range map[string]int{"250": 250, "30s": 30_000, "5min": 300_000, "10ms": 10, "2h": 7_200_000} {
		if got, err := parseMilliseconds(text); err != nil || *got != want {
			t.Errorf("%s: got %v, %v, want %d", text, got, err, want)
		}
	}
}
