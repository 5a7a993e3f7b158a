package postgresql

import "testing"

func TestGrantStatements(t *testing.T) {
	schema := pointer("pub lic")
	cases := []struct {
		args GrantArgs
		want string
	}{
		{GrantArgs{Role: "public", Database: "TovPlay", ObjectType: "database", Privileges: []string{"connect", "TEMP"}},
			`GRANT CONNECT, TEMPORARY ON DATABASE "TovPlay" TO PUBLIC`},
		{GrantArgs{Role: "a", Schema: schema, ObjectType: "schema", Privileges: []string{"USAGE"}, WithGrantOption: pointer(true)},
			`GRANT USAGE ON SCHEMA "pub lic" TO "a" WITH GRANT OPTION`},
		{GrantArgs{Role: "a", Schema: schema, ObjectType: "table", Privileges: []string{"ALL"}},
			`GRANT ALL ON ALL TABLES IN SCHEMA "pub lic" TO "a"`},
		{GrantArgs{Role: "a", Schema: schema, ObjectType: "table", Objects: []string{"User", `x"; --`}, Privileges: []string{"SELECT"}},
			`GRANT SELECT ON TABLE "pub lic"."User", "pub lic"."x""; --" TO "a"`},
		{GrantArgs{Role: "a", Schema: schema, ObjectType: "function", Objects: []string{"f(integer, text[])", "g"}, Privileges: []string{"EXECUTE"}},
			`GRANT EXECUTE ON FUNCTION "pub lic"."f"(integer, text[]), "pub lic"."g" TO "a"`},
		{GrantArgs{Role: "a", Schema: schema, ObjectType: "function", Objects: []string{"f(int); DROP TABLE x; --)"}, Privileges: []string{"EXECUTE"}},
			`GRANT EXECUTE ON FUNCTION "pub lic"."f"("int); DROP TABLE x; --") TO "a"`},
	}
	for _, c := range cases {
		if got := grantStatement(c.args); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestSamePrivileges(t *testing.T) {
	cases := []struct {
		objectType     string
		wanted, actual []string
		same           bool
	}{
		{"database", nil, []string{}, true},
		{"database", []string{"TEMP", "CONNECT"}, []string{"CONNECT", "TEMPORARY"}, true},
		{"database", []string{"CONNECT"}, []string{"CONNECT", "TEMPORARY"}, false},
		{"schema", []string{"ALL"}, []string{"USAGE", "CREATE"}, true},
		{"table", []string{"ALL"}, []string{"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"}, true},
		{"table", []string{"ALL"}, []string{"SELECT"}, false},
	}
	for _, c := range cases {
		if got := samePrivileges(c.objectType, c.wanted, c.actual); got != c.same {
			t.Errorf("%s: %v and %v: got %v", c.objectType, c.wanted, c.actual, got)
		}
	}
}

func TestCheckPrivileges(t *testing.T) {
	cases := []struct {
		objectType string
		privileges []string
		property   string
	}{
		{"table", []string{"select", "ALL PRIVILEGES"}, ""},
		{"column", nil, "objectType"},
		{"database", []string{"SELECT; DROP DATABASE x"}, "privileges"},
	}
	for _, c := range cases {
		if property, reason := checkPrivileges(c.objectType, grantTypes, c.privileges); property != c.property {
			t.Errorf("%s %v: got %q (%s), want %q", c.objectType, c.privileges, property, reason, c.property)
		}
	}
}
