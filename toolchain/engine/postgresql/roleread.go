package postgresql

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"github.com/lib/pq"
	"github.com/pulumi/pulumi-go-provider/infer"
)

const roleQuery = `
SELECT rolcanlogin, rolinherit, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolconnlimit,
	COALESCE(rolvaliduntil::text, 'infinity'), COALESCE(rolconfig, '{}'),
	ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
		WHERE m.member = r.oid ORDER BY 1)
FROM pg_roles r WHERE rolname = $1`

// Read returns the role as the server has it; a role that is not there is gone.
func (Role) Read(
	ctx context.Context, request infer.ReadRequest[RoleArgs, RoleArgs],
) (infer.ReadResponse[RoleArgs, RoleArgs], error) {
	state := request.State
	if state.Name == nil {
		state.Name = pointer(request.ID)
	}
	server := serverOf(ctx)
	pool, err := server.in(server.home())
	if err != nil {
		return infer.ReadResponse[RoleArgs, RoleArgs]{}, err
	}
	err = readRole(ctx, pool, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return infer.ReadResponse[RoleArgs, RoleArgs]{}, nil
	}
	if err == nil && valueOr(server.config.Superuser, true) {
		err = readPassword(ctx, pool, &state)
	}
	return infer.ReadResponse[RoleArgs, RoleArgs]{
		ID: *state.Name, Inputs: refreshed(request.Inputs, state), State: state,
	}, explain(err)
}

func readRole(ctx context.Context, pool *sql.DB, state *RoleArgs) error {
	var settings, roles pq.StringArray
	var until string
	for _, flag := range []**bool{&state.Login, &state.Inherit, &state.Superuser, &state.CreateDatabase,
		&state.CreateRole, &state.Replication, &state.BypassRowLevelSecurity} {
		*flag = new(bool)
	}
	state.ConnectionLimit = new(int)
	err := pool.QueryRowContext(ctx, roleQuery, *state.Name).Scan(state.Login, state.Inherit, state.Superuser,
		state.CreateDatabase, state.CreateRole, state.Replication, state.BypassRowLevelSecurity, state.ConnectionLimit,
		&until, &settings, &roles)
	if err != nil {
		return err
	}
	state.ValidUntil = pointer(until)
	// Memberships are somebody else's (a GrantRole's) unless this resource has declared some.
	if len(state.Roles) > 0 {
		state.Roles = roles
	}
	return readSettings(settings, state)
}

// readSettings takes apart the `name=value` pairs of pg_roles.rolconfig.
func readSettings(settings []string, state *RoleArgs) error {
	state.SearchPaths, state.StatementTimeout, state.IdleInTransactionSessionTimeout = nil, nil, nil
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		var err error
		switch name {
		case "search_path":
			state.SearchPaths = splitIdentifiers(value)
		case "statement_timeout":
			state.StatementTimeout, err = parseMilliseconds(value)
		case "idle_in_transaction_session_timeout":
			state.IdleInTransactionSessionTimeout, err = parseMilliseconds(value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func splitIdentifiers(list string) []string {
	names := []string{}
	for _, name := range strings.Split(list, ", ") {
		names = append(names, strings.ReplaceAll(strings.Trim(name, `"`), `""`, `"`))
	}
	return names
}

var units = []struct {
	suffix string
	factor int
}{{"ms", 1}, {"min", 60_000}, {"s", 1000}, {"h", 3_600_000}, {"d", 86_400_000}, {"", 1}}

// parseMilliseconds reads a duration as PostgreSQL's settings have it: a number with or without a unit.
func parseMilliseconds(text string) (*int, error) {
	for _, unit := range units {
		if number, found := strings.CutSuffix(text, unit.suffix); found {
			value, err := strconv.Atoi(strings.TrimSpace(number))
			return pointer(value * unit.factor), err
		}
	}
	return nil, nil
}

// readPassword finds out whether the stored verifier is still the password's; if not, it becomes the state's password,
// which then differs from the program's. Only a superuser can see it; another keeps what it knows.
func readPassword(ctx context.Context, pool *sql.DB, state *RoleArgs) error {
	var readable bool
	if err := pool.QueryRowContext(ctx, "SELECT has_table_privilege('pg_authid', 'SELECT')").Scan(&readable); err != nil || !readable {
		return err
	}
	var stored sql.NullString
	err := pool.QueryRowContext(ctx, "SELECT rolpassword FROM pg_authid WHERE rolname = $1", *state.Name).Scan(&stored)
	switch {
	case err != nil:
		return err
	case !stored.Valid:
		state.Password = nil
	case state.Password == nil || !matches(*state.Password, stored.String):
		state.Password = pointer(stored.String)
	}
	return nil
}
