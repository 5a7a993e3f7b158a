package postgresql

import (
	"context"
	"database/sql"
	"strings"

	"github.com/lib/pq"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Extension is postgresql:index/extension:Extension.
type Extension struct{}

// ExtensionArgs are its inputs, and also its state.
type ExtensionArgs struct {
	Name          *string `pulumi:"name,optional"`
	Database      *string `pulumi:"database,optional"`
	Schema        *string `pulumi:"schema,optional"`
	Version       *string `pulumi:"version,optional"`
	CreateCascade *bool   `pulumi:"createCascade,optional"`
	DropCascade   *bool   `pulumi:"dropCascade,optional"`
}

// Annotate gives the type its published token.
func (r *Extension) Annotate(a infer.Annotator) { a.SetToken("index/extension", "Extension") }

// Check asks for a name: no generated one is that of an extension.
func (Extension) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[ExtensionArgs], error) {
	args, failures, err := infer.DefaultCheck[ExtensionArgs](ctx, request.NewInputs)
	if args.Name == nil && !request.NewInputs.Get("name").HasComputed() {
		failures = append(failures, p.CheckFailure{Property: "name", Reason: "name is missing: give the extension's"})
	}
	return infer.CheckResponse[ExtensionArgs]{Inputs: args, Failures: failures}, err
}

// Create installs the extension, or takes over one that is there.
func (Extension) Create(
	ctx context.Context, request infer.CreateRequest[ExtensionArgs],
) (infer.CreateResponse[ExtensionArgs], error) {
	args := request.Inputs
	if request.DryRun {
		return infer.CreateResponse[ExtensionArgs]{Output: args}, nil
	}
	server := serverOf(ctx)
	args.Database = pointer(valueOr(args.Database, server.home()))
	err := server.changeAsDatabaseOwner(ctx, *args.Database, []string{createExtension(args)})
	if err == nil {
		err = explain(server.readExtension(ctx, &args))
	}
	return infer.CreateResponse[ExtensionArgs]{ID: *args.Database + "." + *args.Name, Output: args}, err
}

// Update brings the extension to another version or schema.
func (Extension) Update(
	ctx context.Context, request infer.UpdateRequest[ExtensionArgs, ExtensionArgs],
) (infer.UpdateResponse[ExtensionArgs], error) {
	from, to := request.State, request.Inputs
	to.Database = from.Database
	if request.DryRun {
		return infer.UpdateResponse[ExtensionArgs]{Output: to}, nil
	}
	server := serverOf(ctx)
	err := server.changeAsDatabaseOwner(ctx, *to.Database, alterExtension(from, to))
	if err == nil {
		err = explain(server.readExtension(ctx, &to))
	}
	return infer.UpdateResponse[ExtensionArgs]{Output: to}, err
}

// Delete removes the extension; with what depends on it only if dropCascade says so.
func (Extension) Delete(ctx context.Context, request infer.DeleteRequest[ExtensionArgs]) (infer.DeleteResponse, error) {
	state := request.State
	drop := "DROP EXTENSION " + pq.QuoteIdentifier(*state.Name)
	if valueOr(state.DropCascade, false) {
		drop += " CASCADE"
	}
	err := serverOf(ctx).changeAsDatabaseOwner(ctx, *state.Database, []string{drop})
	if isVanished(err) {
		err = nil
	}
	return infer.DeleteResponse{}, err
}

// Read returns the extension as the server has it; one that is not there is gone.
func (Extension) Read(
	ctx context.Context, request infer.ReadRequest[ExtensionArgs, ExtensionArgs],
) (infer.ReadResponse[ExtensionArgs, ExtensionArgs], error) {
	state := request.State
	if state.Name == nil {
		database, name, _ := strings.Cut(request.ID, ".")
		state.Database, state.Name = pointer(database), pointer(name)
	}
	err := serverOf(ctx).readExtension(ctx, &state)
	if isVanished(err) {
		return infer.ReadResponse[ExtensionArgs, ExtensionArgs]{}, nil
	}
	return infer.ReadResponse[ExtensionArgs, ExtensionArgs]{
		ID: *state.Database + "." + *state.Name, Inputs: refreshed(request.Inputs, state), State: state,
	}, explain(err)
}

func createExtension(args ExtensionArgs) string {
	words := []string{"CREATE EXTENSION IF NOT EXISTS " + pq.QuoteIdentifier(*args.Name)}
	if chosen(args.Schema) {
		words = append(words, "SCHEMA "+pq.QuoteIdentifier(*args.Schema))
	}
	if chosen(args.Version) {
		words = append(words, "VERSION "+pq.QuoteIdentifier(*args.Version))
	}
	if valueOr(args.CreateCascade, false) {
		words = append(words, "CASCADE")
	}
	return strings.Join(words, " ")
}

func alterExtension(from, to ExtensionArgs) []string {
	statements, alter := []string{}, "ALTER EXTENSION "+pq.QuoteIdentifier(*to.Name)
	if chosen(to.Schema) && *to.Schema != valueOr(from.Schema, "") {
		statements = append(statements, alter+" SET SCHEMA "+pq.QuoteIdentifier(*to.Schema))
	}
	if chosen(to.Version) && *to.Version != valueOr(from.Version, "") {
		statements = append(statements, alter+" UPDATE TO "+pq.QuoteIdentifier(*to.Version))
	}
	return statements
}

func (s *server) readExtension(ctx context.Context, state *ExtensionArgs) error {
	pool, err := s.in(*state.Database)
	if err != nil {
		return err
	}
	schema, version := "", ""
	err = pool.QueryRowContext(ctx, `SELECT n.nspname, e.extversion FROM pg_extension e
		JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = $1`, *state.Name).Scan(&schema, &version)
	state.Schema, state.Version = pointer(schema), pointer(version)
	return err
}

func (s *server) changeAsDatabaseOwner(ctx context.Context, database string, statements []string) error {
	pool, err := s.in(database)
	if err != nil {
		return err
	}
	roles, err := owners(ctx, pool,
		"SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()")
	if err != nil {
		return explain(err)
	}
	return s.change(ctx, database, roles, func(tx *sql.Tx) error { return execute(ctx, tx, statements) })
}
