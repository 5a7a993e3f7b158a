package postgresql

import (
	"context"
	"database/sql"

	"github.com/lib/pq"
)

// source is where a type of objects, their owners and their privileges are found. Its query takes a schema or, for a
// database, that one's name ($1) and, if there are any, the names of objects ($2).
type source struct {
	from, where, owner, acl, name string
}

var sources = map[string]source{
	"database": {
		from: "pg_database o", where: "o.datname = $1 AND $2::text[] IS NULL",
		owner: "o.datdba", acl: "COALESCE(o.datacl, acldefault('d', o.datdba))", name: "o.datname",
	},
	"schema": {
		from: "pg_namespace o", where: "o.nspname = $1 AND $2::text[] IS NULL",
		owner: "o.nspowner", acl: "COALESCE(o.nspacl, acldefault('n', o.nspowner))", name: "o.nspname",
	},
	"table":     relations("'r', 'v', 'm', 'f', 'p'", "'r'"),
	"sequence":  relations("'S'", "'s'"),
	"function":  routines("p.prokind IN ('f', 'a', 'w')"),
	"procedure": routines("p.prokind = 'p'"),
	"routine":   routines("true"),
}

func relations(kinds, acl string) source {
	return source{
		from: "pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace",
		where: "n.nspname = $1 AND o.relkind IN (" + kinds +
			") AND ($2::text[] IS NULL OR o.relname = ANY ($2))",
		owner: "o.relowner", acl: "COALESCE(o.relacl, acldefault(" + acl + ", o.relowner))", name: "o.relname",
	}
}

func routines(kinds string) source {
	return source{
		from:  "pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace",
		where: "n.nspname = $1 AND " + kinds + " AND ($2::text[] IS NULL OR p.proname = ANY ($2))",
		owner: "p.proowner", acl: "COALESCE(p.proacl, acldefault('f', p.proowner))", name: "p.proname",
	}
}

// ownersQuery lists those who may grant privileges on the objects.
func ownersQuery(objectType string) string {
	from := sources[objectType]
	return "SELECT DISTINCT pg_get_userbyid(" + from.owner + ")::text FROM " + from.from + " WHERE " + from.where
}

// queryArguments are where to look and the names, NULL where there are none.
func queryArguments(args GrantArgs) []any {
	var names any
	if len(args.Objects) > 0 {
		plain := make([]string, len(args.Objects))
		for i, object := range args.Objects {
			plain[i], _ = splitSignature(object)
		}
		names = pq.Array(plain)
	}
	if args.ObjectType == "database" {
		return []any{args.Database, names}
	}
	return []any{args.Schema, names}
}

// privilegesQuery lists, for each object, what a role ($3, 0 for PUBLIC) may do with it.
func privilegesQuery(objectType string) string {
	from := sources[objectType]
	return "SELECT " + from.name + "::text, ARRAY(SELECT privilege_type::text FROM aclexplode(" + from.acl +
		") WHERE grantee = $3 AND (is_grantable OR NOT $4)) FROM " + from.from + " WHERE " + from.where
}

// readGrant puts into the state what the role may do where that is not what the state says; then it differs from what
// the program wants. A named object that is not there counts as one without privileges.
func (s *server) readGrant(ctx context.Context, state *GrantArgs) error {
	role, err := s.roleID(ctx, state.Role)
	if err != nil {
		return err
	}
	pool, err := s.in(s.grantsIn(*state))
	if err != nil {
		return err
	}
	if err := checkContainer(ctx, pool, *state); err != nil {
		return err
	}
	query := append(queryArguments(*state), role, valueOr(state.WithGrantOption, false))
	rows, err := pool.QueryContext(ctx, privilegesQuery(state.ObjectType), query...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return compareObjects(rows, state)
}

// grantsIn is the database to grant from: one's own privileges can be granted from any, and nobody needs to be able to
// connect to it for that.
func (s *server) grantsIn(args GrantArgs) string {
	if args.ObjectType == "database" {
		return s.home()
	}
	return args.Database
}

// checkContainer returns sql.ErrNoRows if the database or the schema of the objects is not there.
func checkContainer(ctx context.Context, pool *sql.DB, args GrantArgs) error {
	query, name := "SELECT datname FROM pg_database WHERE datname = $1", &args.Database
	if args.ObjectType != "database" {
		query, name = "SELECT nspname FROM pg_namespace WHERE nspname = $1", args.Schema
	}
	found := ""
	return pool.QueryRowContext(ctx, query, name).Scan(&found)
}

func compareObjects(rows *sql.Rows, state *GrantArgs) error {
	missing := map[string]bool{}
	for _, object := range state.Objects {
		name, _ := splitSignature(object)
		missing[name] = true
	}
	wanted := state.Privileges
	for rows.Next() {
		name, actual := "", pq.StringArray{}
		if err := rows.Scan(&name, &actual); err != nil {
			return err
		}
		delete(missing, name)
		if !samePrivileges(state.ObjectType, wanted, actual) {
			state.Privileges = unique(actual)
		}
	}
	if len(missing) > 0 {
		state.Privileges = nil
	}
	return rows.Err()
}

// roleID is a role's number, 0 for PUBLIC.
func (s *server) roleID(ctx context.Context, role string) (int64, error) {
	if grantee(role) == "PUBLIC" {
		return 0, nil
	}
	pool, err := s.in(s.home())
	if err != nil {
		return 0, err
	}
	var id int64
	err = pool.QueryRowContext(ctx, "SELECT oid FROM pg_roles WHERE rolname = $1", role).Scan(&id)
	return id, err
}
