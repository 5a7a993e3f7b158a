package postgresql

import (
	"reflect"
	"testing"
)

func TestCreateDatabase(t *testing.T) {
	name := pointer(`Tov"Play`)
	cases := []struct {
		args DatabaseArgs
		want string
	}{
		{DatabaseArgs{Name: name}, `CREATE DATABASE "Tov""Play" TEMPLATE "template0" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'` +
			` ALLOW_CONNECTIONS true CONNECTION LIMIT -1 IS_TEMPLATE false`},
		{DatabaseArgs{Name: name, Owner: pointer("o"), Encoding: pointer("DEFAULT"), LcCollate: pointer("x'"), LcCtype: pointer("DEFAULT")},
			`CREATE DATABASE "Tov""Play" OWNER "o" TEMPLATE "template0" LC_COLLATE 'x'''` +
				` ALLOW_CONNECTIONS true CONNECTION LIMIT -1 IS_TEMPLATE false`},
	}
	for _, c := range cases {
		if got := createDatabase(c.args); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestAlterDatabase(t *testing.T) {
	got := alterDatabase(
		DatabaseArgs{Name: pointer("a"), Owner: pointer("x"), ConnectionLimit: pointer(5)},
		DatabaseArgs{Name: pointer("b"), Owner: pointer("y")})
	want := []string{`ALTER DATABASE "a" RENAME TO "b"`, `ALTER DATABASE "b" CONNECTION LIMIT -1`, `ALTER DATABASE "b" OWNER TO "y"`}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestConnectionStringQuotesValues(t *testing.T) {
	config := Config{Host: pointer("127.0.0.1"), Port: pointer(5432), Password: pointer(`it's a \ b`)}
	want := `dbname='d b' application_name='pulumi-postgresql' host='127.0.0.1' password='it\'s a \\ b' port='5432'`
	if got := config.connectionString("d b"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
