package postgresql

import (
	"context"
	"database/sql"
	"strings"

	"github.com/lib/pq"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// DefaultPrivileges is postgresql:index/defaultPrivileges:DefaultPrivileges: what a role may do with objects that an
// owner will create.
type DefaultPrivileges struct{}

// DefaultPrivilegesArgs are its inputs, and also its state. No schema means every schema.
type DefaultPrivilegesArgs struct {
	Role            string   `pulumi:"role"`
	Database        string   `pulumi:"database"`
	Owner           string   `pulumi:"owner"`
	Schema          *string  `pulumi:"schema,optional"`
	ObjectType      string   `pulumi:"objectType"`
	Privileges      []string `pulumi:"privileges,optional"`
	WithGrantOption *bool    `pulumi:"withGrantOption,optional"`
}

// defaultTypes and the letters under which pg_default_acl has them.
var (
	defaultTypes   = []string{"table", "sequence", "function", "routine", "type", "schema"}
	defaultLetters = map[string]string{
		"table": "r", "sequence": "S", "function": "f", "routine": "f", "type": "T", "schema": "n",
	}
)

// Annotate gives the type its published token.
func (r *DefaultPrivileges) Annotate(a infer.Annotator) {
	a.SetToken("index/defaultPrivileges", "DefaultPrivileges")
}

// Annotate sets the published default.
func (a *DefaultPrivilegesArgs) Annotate(n infer.Annotator) { n.SetDefault(&a.WithGrantOption, false) }

// Check refuses what is not covered.
func (DefaultPrivileges) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[DefaultPrivilegesArgs], error) {
	args, failures, err := infer.DefaultCheck[DefaultPrivilegesArgs](ctx, request.NewInputs)
	if err == nil && len(failures) == 0 && !request.NewInputs.Get("objectType").HasComputed() {
		failures = append(failures, checkListed(request)...)
		if property, reason := checkPrivileges(args.ObjectType, defaultTypes, args.Privileges); reason != "" {
			failures = append(failures, p.CheckFailure{Property: property, Reason: reason})
		}
	}
	return infer.CheckResponse[DefaultPrivilegesArgs]{Inputs: args, Failures: failures}, err
}

// Create revokes the role's default privileges and grants what is listed.
func (DefaultPrivileges) Create(
	ctx context.Context, request infer.CreateRequest[DefaultPrivilegesArgs],
) (infer.CreateResponse[DefaultPrivilegesArgs], error) {
	args := request.Inputs
	parts := []string{args.Role, args.Database, valueOr(args.Schema, "noschema"), args.Owner, args.ObjectType}
	response := infer.CreateResponse[DefaultPrivilegesArgs]{ID: strings.Join(parts, "_"), Output: args}
	if request.DryRun {
		return response, nil
	}
	return response, serverOf(ctx).alterDefaults(ctx, args, true)
}

// Update does the same as Create, in one transaction.
func (DefaultPrivileges) Update(
	ctx context.Context, request infer.UpdateRequest[DefaultPrivilegesArgs, DefaultPrivilegesArgs],
) (infer.UpdateResponse[DefaultPrivilegesArgs], error) {
	response := infer.UpdateResponse[DefaultPrivilegesArgs]{Output: request.Inputs}
	if request.DryRun {
		return response, nil
	}
	return response, serverOf(ctx).alterDefaults(ctx, request.Inputs, true)
}

// Delete revokes the role's default privileges.
func (DefaultPrivileges) Delete(
	ctx context.Context, request infer.DeleteRequest[DefaultPrivilegesArgs],
) (infer.DeleteResponse, error) {
	err := serverOf(ctx).alterDefaults(ctx, request.State, false)
	if isVanished(err) {
		err = nil
	}
	return infer.DeleteResponse{}, err
}

// Read returns the default privileges as the server has them; without role, owner or database they are gone.
func (DefaultPrivileges) Read(
	ctx context.Context, request infer.ReadRequest[DefaultPrivilegesArgs, DefaultPrivilegesArgs],
) (infer.ReadResponse[DefaultPrivilegesArgs, DefaultPrivilegesArgs], error) {
	state := request.State
	if state.Role == "" {
		return infer.ReadResponse[DefaultPrivilegesArgs, DefaultPrivilegesArgs]{}, errImport
	}
	err := serverOf(ctx).readDefaults(ctx, &state)
	if isVanished(err) {
		return infer.ReadResponse[DefaultPrivilegesArgs, DefaultPrivilegesArgs]{}, nil
	}
	return infer.ReadResponse[DefaultPrivilegesArgs, DefaultPrivilegesArgs]{
		ID: request.ID, Inputs: refreshed(request.Inputs, state), State: state,
	}, explain(err)
}

func (s *server) alterDefaults(ctx context.Context, args DefaultPrivilegesArgs, again bool) error {
	return s.change(ctx, args.Database, []string{args.Owner}, func(tx *sql.Tx) error {
		return execute(ctx, tx, defaultStatements(args, again))
	})
}

func defaultStatements(args DefaultPrivilegesArgs, again bool) []string {
	alter := "ALTER DEFAULT PRIVILEGES FOR ROLE " + pq.QuoteIdentifier(args.Owner)
	if args.Schema != nil {
		alter += " IN SCHEMA " + pq.QuoteIdentifier(*args.Schema)
	}
	objects := " ON " + strings.ToUpper(args.ObjectType) + "S "
	statements := []string{alter + " REVOKE ALL" + objects + "FROM " + grantee(args.Role)}
	if !again || len(args.Privileges) == 0 {
		return statements
	}
	grant := alter + " GRANT " + wordsOf(args.Privileges) + objects + "TO " + grantee(args.Role)
	if valueOr(args.WithGrantOption, false) {
		grant += " WITH GRANT OPTION"
	}
	return append(statements, grant)
}

// defaultsQuery: what is not in pg_default_acl is PostgreSQL's own default for all schemas, and nothing for one schema.
const defaultsQuery = `
SELECT ARRAY(SELECT privilege_type::text FROM aclexplode(COALESCE(
	(SELECT d.defaclacl FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
		WHERE d.defaclrole = o.oid AND d.defaclobjtype = $2 AND n.nspname IS NOT DISTINCT FROM $3),
	CASE WHEN $3::text IS NULL THEN acldefault(CASE $2 WHEN 'S' THEN 's' ELSE $2 END::"char", o.oid) ELSE '{}' END))
	WHERE grantee = $4 AND (is_grantable OR NOT $5))
FROM pg_roles o WHERE o.rolname = $1`

func (s *server) readDefaults(ctx context.Context, state *DefaultPrivilegesArgs) error {
	role, err := s.roleID(ctx, state.Role)
	if err != nil {
		return err
	}
	pool, err := s.in(state.Database)
	if err != nil {
		return err
	}
	actual := pq.StringArray{}
	err = pool.QueryRowContext(ctx, defaultsQuery, state.Owner, defaultLetters[state.ObjectType], state.Schema, role,
		valueOr(state.WithGrantOption, false)).Scan(&actual)
	if err != nil {
		return err
	}
	if !samePrivileges(state.ObjectType, state.Privileges, actual) {
		state.Privileges = unique(actual)
	}
	return nil
}
