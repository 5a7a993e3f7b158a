package postgresql

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/lib/pq"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Schema is postgresql:index/schema:Schema.
type Schema struct{}

// SchemaArgs are its inputs, and also its state.
type SchemaArgs struct {
	Name        *string `pulumi:"name,optional"`
	Database    *string `pulumi:"database,optional"`
	Owner       *string `pulumi:"owner,optional"`
	IfNotExists *bool   `pulumi:"ifNotExists,optional"`
	DropCascade *bool   `pulumi:"dropCascade,optional"`
}

// Annotate gives the type its published token.
func (r *Schema) Annotate(a infer.Annotator) { a.SetToken("index/schema", "Schema") }

// Annotate sets the published defaults.
func (a *SchemaArgs) Annotate(n infer.Annotator) {
	n.SetDefault(&a.IfNotExists, true)
	n.SetDefault(&a.DropCascade, false)
}

// Check names the schema.
func (Schema) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[SchemaArgs], error) {
	inputs, err := named(request)
	if err != nil {
		return infer.CheckResponse[SchemaArgs]{}, err
	}
	args, failures, err := infer.DefaultCheck[SchemaArgs](ctx, inputs)
	return infer.CheckResponse[SchemaArgs]{Inputs: args, Failures: append(failures, checkName(args.Name)...)}, err
}

// Create creates the schema, or takes over one that is there.
func (Schema) Create(
	ctx context.Context, request infer.CreateRequest[SchemaArgs],
) (infer.CreateResponse[SchemaArgs], error) {
	args := request.Inputs
	if request.DryRun {
		return infer.CreateResponse[SchemaArgs]{Output: args}, nil
	}
	server := serverOf(ctx)
	args.Database = pointer(valueOr(args.Database, server.home()))
	name := pq.QuoteIdentifier(*args.Name)
	create := "CREATE SCHEMA " + name
	if valueOr(args.IfNotExists, true) {
		create = "CREATE SCHEMA IF NOT EXISTS " + name
	}
	statements := []string{create}
	if chosen(args.Owner) {
		statements = append(statements, "ALTER SCHEMA "+name+" OWNER TO "+pq.QuoteIdentifier(*args.Owner))
	}
	err := server.changeSchema(ctx, *args.Database, *args.Name, args.Owner, statements)
	if err == nil {
		err = explain(server.readSchema(ctx, &args))
	}
	return infer.CreateResponse[SchemaArgs]{ID: *args.Database + "." + *args.Name, Output: args}, err
}

// Update renames the schema or gives it another owner.
func (Schema) Update(
	ctx context.Context, request infer.UpdateRequest[SchemaArgs, SchemaArgs],
) (infer.UpdateResponse[SchemaArgs], error) {
	from, to := request.State, request.Inputs
	to.Database = from.Database
	if request.DryRun {
		return infer.UpdateResponse[SchemaArgs]{Output: to}, nil
	}
	statements, name := []string{}, pq.QuoteIdentifier(*to.Name)
	if *from.Name != *to.Name {
		statements = append(statements, "ALTER SCHEMA "+pq.QuoteIdentifier(*from.Name)+" RENAME TO "+name)
	}
	if chosen(to.Owner) && *to.Owner != valueOr(from.Owner, "") {
		statements = append(statements, "ALTER SCHEMA "+name+" OWNER TO "+pq.QuoteIdentifier(*to.Owner))
	}
	server := serverOf(ctx)
	err := server.changeSchema(ctx, *to.Database, *from.Name, to.Owner, statements)
	if err == nil {
		err = explain(server.readSchema(ctx, &to))
	}
	return infer.UpdateResponse[SchemaArgs]{Output: to}, err
}

// Delete drops the schema; with objects in it only if dropCascade says so.
func (Schema) Delete(ctx context.Context, request infer.DeleteRequest[SchemaArgs]) (infer.DeleteResponse, error) {
	state := request.State
	drop := "DROP SCHEMA " + pq.QuoteIdentifier(*state.Name)
	if valueOr(state.DropCascade, false) {
		drop += " CASCADE"
	}
	err := serverOf(ctx).changeSchema(ctx, *state.Database, *state.Name, nil, []string{drop})
	if isVanished(err) {
		err = nil
	}
	return infer.DeleteResponse{}, err
}

// Read returns the schema as the server has it; one that is not there, or whose database is not, is gone.
func (Schema) Read(
	ctx context.Context, request infer.ReadRequest[SchemaArgs, SchemaArgs],
) (infer.ReadResponse[SchemaArgs, SchemaArgs], error) {
	state := request.State
	if state.Name == nil {
		database, name, _ := strings.Cut(request.ID, ".")
		state.Database, state.Name = pointer(database), pointer(name)
	}
	err := serverOf(ctx).readSchema(ctx, &state)
	if isVanished(err) {
		return infer.ReadResponse[SchemaArgs, SchemaArgs]{}, nil
	}
	return infer.ReadResponse[SchemaArgs, SchemaArgs]{
		ID: *state.Database + "." + *state.Name, Inputs: refreshed(request.Inputs, state), State: state,
	}, explain(err)
}

func (s *server) readSchema(ctx context.Context, state *SchemaArgs) error {
	pool, err := s.in(*state.Database)
	if err != nil {
		return err
	}
	owner := ""
	err = pool.QueryRowContext(ctx, "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = $1", *state.Name).
		Scan(&owner)
	state.Owner = pointer(owner)
	return err
}

// changeSchema acts for the owners of the database and the schema, old and new.
func (s *server) changeSchema(ctx context.Context, database, name string, owner *string, statements []string) error {
	pool, err := s.in(database)
	if err != nil {
		return err
	}
	roles, err := owners(ctx, pool, `
		SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()
		UNION SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = $1`, name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return explain(err)
	}
	return s.change(ctx, database, append(roles, named1(owner)...), func(tx *sql.Tx) error {
		return execute(ctx, tx, statements)
	})
}
