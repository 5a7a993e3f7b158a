package postgresql

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lib/pq"
)

// execute runs statements one after the other.
func execute(ctx context.Context, tx *sql.Tx, statements []string) error {
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// roleFlag is a yes-or-no property of a role.
type roleFlag struct {
	keyword  string
	of       func(RoleArgs) *bool
	byItself bool
}

// roleFlags in PostgreSQL's words. Only a superuser may so much as mention SUPERUSER, REPLICATION or BYPASSRLS of a
// role that has them, which is why flags are named only where they differ.
var roleFlags = []roleFlag{
	{"LOGIN", func(a RoleArgs) *bool { return a.Login }, false},
	{"INHERIT", func(a RoleArgs) *bool { return a.Inherit }, true},
	{"SUPERUSER", func(a RoleArgs) *bool { return a.Superuser }, false},
	{"CREATEDB", func(a RoleArgs) *bool { return a.CreateDatabase }, false},
	{"CREATEROLE", func(a RoleArgs) *bool { return a.CreateRole }, false},
	{"REPLICATION", func(a RoleArgs) *bool { return a.Replication }, false},
	{"BYPASSRLS", func(a RoleArgs) *bool { return a.BypassRowLevelSecurity }, false},
}

// createRole lists the statements that make a role.
func createRole(args RoleArgs) ([]string, error) {
	rest, err := alterRole(newRole(args.Name), args)
	return append([]string{"CREATE ROLE " + pq.QuoteIdentifier(*args.Name)}, rest...), err
}

// newRole is what CREATE ROLE makes when nothing more is said.
func newRole(name *string) RoleArgs {
	role := RoleArgs{Name: name, ConnectionLimit: pointer(-1), ValidUntil: pointer("infinity")}
	role.Inherit = pointer(true)
	return role
}

// alterRole lists the statements that turn a role into another.
func alterRole(from, to RoleArgs) ([]string, error) {
	statements, name := []string{}, pq.QuoteIdentifier(*to.Name)
	if valueOr(from.Name, *to.Name) != *to.Name {
		statements = append(statements, "ALTER ROLE "+pq.QuoteIdentifier(*from.Name)+" RENAME TO "+name)
	}
	options, err := roleOptions(from, to)
	if err != nil {
		return nil, err
	}
	if len(options) > 0 {
		statements = append(statements, "ALTER ROLE "+name+" WITH "+strings.Join(options, " "))
	}
	statements = append(statements, memberships(name, from.Roles, to.Roles)...)
	return append(statements, roleSettings(name, from, to)...), nil
}

func roleOptions(from, to RoleArgs) ([]string, error) {
	options := []string{}
	for _, flag := range roleFlags {
		wanted := valueOr(flag.of(to), flag.byItself)
		if wanted == valueOr(flag.of(from), flag.byItself) {
			continue
		}
		if wanted {
			options = append(options, flag.keyword)
		} else {
			options = append(options, "NO"+flag.keyword)
		}
	}
	if limit := valueOr(to.ConnectionLimit, -1); limit != valueOr(from.ConnectionLimit, -1) {
		options = append(options, "CONNECTION LIMIT "+strconv.Itoa(limit))
	}
	if until := validUntil(to); until != validUntil(from) {
		options = append(options, "VALID UNTIL "+pq.QuoteLiteral(until))
	}
	password, err := passwordOption(from.Password, to.Password)
	return append(options, password...), err
}

func passwordOption(from, to *string) ([]string, error) {
	switch {
	case valueOr(from, "") == valueOr(to, ""):
		return nil, nil
	case valueOr(to, "") == "":
		return []string{"PASSWORD NULL"}, nil
	default:
		verifier, err := verifierOf(*to)
		return []string{"PASSWORD " + pq.QuoteLiteral(verifier)}, err
	}
}

func validUntil(args RoleArgs) string {
	until := valueOr(args.ValidUntil, "infinity")
	if until == "" || strings.EqualFold(until, "NULL") {
		return "infinity"
	}
	return until
}

func memberships(name string, from, to []string) []string {
	statements := []string{}
	for _, role := range from {
		if !slices.Contains(to, role) {
			statements = append(statements, "REVOKE "+pq.QuoteIdentifier(role)+" FROM "+name)
		}
	}
	for _, role := range to {
		if !slices.Contains(from, role) {
			statements = append(statements, "GRANT "+pq.QuoteIdentifier(role)+" TO "+name)
		}
	}
	return statements
}

// roleSettings lists the statements for settings that a role's sessions start with.
func roleSettings(name string, from, to RoleArgs) []string {
	statements := []string{}
	set := func(setting, old, wanted string) {
		switch {
		case old == wanted:
		case wanted == "":
			statements = append(statements, fmt.Sprintf("ALTER ROLE %s RESET %s", name, setting))
		default:
			statements = append(statements, fmt.Sprintf("ALTER ROLE %s SET %s TO %s", name, setting, wanted))
		}
	}
	set("search_path", identifiers(from.SearchPaths), identifiers(to.SearchPaths))
	set("statement_timeout", milliseconds(from.StatementTimeout), milliseconds(to.StatementTimeout))
	set("idle_in_transaction_session_timeout",
		milliseconds(from.IdleInTransactionSessionTimeout), milliseconds(to.IdleInTransactionSessionTimeout))
	return statements
}

func milliseconds(value *int) string {
	if value == nil || *value == 0 {
		return ""
	}
	return strconv.Itoa(*value)
}

// identifiers quotes names and puts commas between them.
func identifiers(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = pq.QuoteIdentifier(name)
	}
	return strings.Join(quoted, ", ")
}

// dropRole lists the statements that end a role.
func dropRole(name string, state RoleArgs) []string {
	statements, quoted := []string{}, pq.QuoteIdentifier(name)
	if !valueOr(state.SkipReassignOwned, false) {
		statements = append(statements, "REASSIGN OWNED BY "+quoted+" TO CURRENT_USER", "DROP OWNED BY "+quoted)
	}
	if !valueOr(state.SkipDropRole, false) {
		statements = append(statements, "DROP ROLE "+quoted)
	}
	return statements
}
