package postgresql

import (
	"context"
	"database/sql"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Grant is postgresql:index/grant:Grant: all that a role may do with some objects, and nothing else.
type Grant struct{}

// GrantArgs are its inputs, and also its state. No objects means all of the schema.
type GrantArgs struct {
	Role            string   `pulumi:"role"`
	Database        string   `pulumi:"database"`
	Schema          *string  `pulumi:"schema,optional"`
	ObjectType      string   `pulumi:"objectType"`
	Objects         []string `pulumi:"objects,optional"`
	Privileges      []string `pulumi:"privileges,optional"`
	WithGrantOption *bool    `pulumi:"withGrantOption,optional"`
}

var grantTypes = []string{"database", "schema", "table", "sequence", "function", "procedure", "routine"}

// Annotate gives the type its published token.
func (r *Grant) Annotate(a infer.Annotator) { a.SetToken("index/grant", "Grant") }

// Annotate sets the published default.
func (a *GrantArgs) Annotate(n infer.Annotator) { n.SetDefault(&a.WithGrantOption, false) }

// Check refuses what is not covered and combinations that mean nothing.
func (Grant) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[GrantArgs], error) {
	args, failures, err := infer.DefaultCheck[GrantArgs](ctx, request.NewInputs)
	if err != nil || len(failures) > 0 || request.NewInputs.Get("objectType").HasComputed() {
		return infer.CheckResponse[GrantArgs]{Inputs: args, Failures: failures}, err
	}
	failures = append(failures, checkListed(request)...)
	if property, reason := checkPrivileges(args.ObjectType, grantTypes, args.Privileges); reason != "" {
		failures = append(failures, p.CheckFailure{Property: property, Reason: reason})
	}
	inSchema := args.ObjectType != "database"
	if inSchema && args.Schema == nil && !request.NewInputs.Get("schema").HasComputed() {
		failures = append(failures, p.CheckFailure{Property: "schema", Reason: "schema is missing: name the objects' schema"})
	}
	if len(args.Objects) > 0 && (!inSchema || args.ObjectType == "schema") {
		failures = append(failures, p.CheckFailure{
			Property: "objects", Reason: "objects cannot be named for objectType " + args.ObjectType + ": leave them out",
		})
	}
	return infer.CheckResponse[GrantArgs]{Inputs: args, Failures: failures}, err
}

// Create revokes what the role may do with the objects and grants what is listed.
func (Grant) Create(ctx context.Context, request infer.CreateRequest[GrantArgs]) (infer.CreateResponse[GrantArgs], error) {
	response := infer.CreateResponse[GrantArgs]{ID: grantID(request.Inputs), Output: request.Inputs}
	if request.DryRun {
		return response, nil
	}
	return response, serverOf(ctx).grant(ctx, request.Inputs, true)
}

// Update does the same as Create, in one transaction.
func (Grant) Update(
	ctx context.Context, request infer.UpdateRequest[GrantArgs, GrantArgs],
) (infer.UpdateResponse[GrantArgs], error) {
	response := infer.UpdateResponse[GrantArgs]{Output: request.Inputs}
	if request.DryRun {
		return response, nil
	}
	return response, serverOf(ctx).grant(ctx, request.Inputs, true)
}

// Delete revokes everything the role may do with the objects.
func (Grant) Delete(ctx context.Context, request infer.DeleteRequest[GrantArgs]) (infer.DeleteResponse, error) {
	err := serverOf(ctx).grant(ctx, request.State, false)
	if isVanished(err) {
		err = nil
	}
	return infer.DeleteResponse{}, err
}

// Read returns the privileges as the server has them; without the role, database or schema the grant is gone.
func (Grant) Read(
	ctx context.Context, request infer.ReadRequest[GrantArgs, GrantArgs],
) (infer.ReadResponse[GrantArgs, GrantArgs], error) {
	state := request.State
	if state.Role == "" {
		return infer.ReadResponse[GrantArgs, GrantArgs]{}, errImport
	}
	err := serverOf(ctx).readGrant(ctx, &state)
	if isVanished(err) {
		return infer.ReadResponse[GrantArgs, GrantArgs]{}, nil
	}
	return infer.ReadResponse[GrantArgs, GrantArgs]{
		ID: request.ID, Inputs: refreshed(request.Inputs, state), State: state,
	}, explain(err)
}

func grantID(args GrantArgs) string {
	parts := []string{args.Role, args.Database}
	if args.Schema != nil {
		parts = append(parts, *args.Schema)
	}
	return strings.Join(append(append(parts, args.ObjectType), args.Objects...), "_")
}

// grant revokes, and grants again if again is true, with the privileges of the objects' owners.
func (s *server) grant(ctx context.Context, args GrantArgs, again bool) error {
	database := s.grantsIn(args)
	pool, err := s.in(database)
	if err != nil {
		return err
	}
	roles, err := owners(ctx, pool, ownersQuery(args.ObjectType), queryArguments(args)...)
	if err != nil {
		return explain(err)
	}
	statements := []string{revokeStatement(args)}
	if again && len(args.Privileges) > 0 {
		statements = append(statements, grantStatement(args))
	}
	return s.change(ctx, database, roles, func(tx *sql.Tx) error { return execute(ctx, tx, statements) })
}
