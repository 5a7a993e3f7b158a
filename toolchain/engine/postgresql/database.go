package postgresql

import (
	"context"
	"database/sql"
	"errors"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Database is postgresql:index/database:Database.
type Database struct{}

// DatabaseArgs are its inputs, and also its state.
type DatabaseArgs struct {
	Name             *string `pulumi:"name,optional"`
	Owner            *string `pulumi:"owner,optional"`
	Template         *string `pulumi:"template,optional"`
	Encoding         *string `pulumi:"encoding,optional"`
	LcCollate        *string `pulumi:"lcCollate,optional"`
	LcCtype          *string `pulumi:"lcCtype,optional"`
	TablespaceName   *string `pulumi:"tablespaceName,optional"`
	ConnectionLimit  *int    `pulumi:"connectionLimit,optional"`
	AllowConnections *bool   `pulumi:"allowConnections,optional"`
	IsTemplate       *bool   `pulumi:"isTemplate,optional"`
}

// Annotate gives the type its published token.
func (r *Database) Annotate(a infer.Annotator) { a.SetToken("index/database", "Database") }

// Annotate sets the published defaults.
func (a *DatabaseArgs) Annotate(n infer.Annotator) {
	n.SetDefault(&a.ConnectionLimit, -1)
	n.SetDefault(&a.AllowConnections, true)
	n.SetDefault(&a.IsTemplate, false)
}

// Check names the database.
func (Database) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[DatabaseArgs], error) {
	inputs, err := named(request)
	if err != nil {
		return infer.CheckResponse[DatabaseArgs]{}, err
	}
	args, failures, err := infer.DefaultCheck[DatabaseArgs](ctx, inputs)
	return infer.CheckResponse[DatabaseArgs]{Inputs: args, Failures: append(failures, checkName(args.Name)...)}, err
}

// Create creates the database and reads back what the server chose.
func (Database) Create(
	ctx context.Context, request infer.CreateRequest[DatabaseArgs],
) (infer.CreateResponse[DatabaseArgs], error) {
	response := infer.CreateResponse[DatabaseArgs]{ID: valueOr(request.Inputs.Name, ""), Output: request.Inputs}
	if request.DryRun {
		return response, nil
	}
	server := serverOf(ctx)
	if err := server.alone(ctx, named1(request.Inputs.Owner), []string{createDatabase(request.Inputs)}); err != nil {
		return response, err
	}
	response.Output.Template = pointer(template(request.Inputs))
	return response, explain(server.readDatabase(ctx, &response.Output))
}

// Update alters what differs.
func (Database) Update(
	ctx context.Context, request infer.UpdateRequest[DatabaseArgs, DatabaseArgs],
) (infer.UpdateResponse[DatabaseArgs], error) {
	response := infer.UpdateResponse[DatabaseArgs]{Output: request.Inputs}
	if request.DryRun {
		return response, nil
	}
	server := serverOf(ctx)
	server.leave(*request.State.Name)
	roles := append(named1(request.Inputs.Owner), named1(request.State.Owner)...)
	if err := server.alone(ctx, roles, alterDatabase(request.State, request.Inputs)); err != nil {
		return response, err
	}
	response.Output.Template = request.State.Template
	return response, explain(server.readDatabase(ctx, &response.Output))
}

// Delete drops the database and ends the sessions in it.
func (Database) Delete(ctx context.Context, request infer.DeleteRequest[DatabaseArgs]) (infer.DeleteResponse, error) {
	server, name := serverOf(ctx), valueOr(request.State.Name, request.ID)
	server.leave(name)
	err := server.alone(ctx, named1(request.State.Owner), dropDatabase(name, request.State))
	if isVanished(err) {
		err = nil
	}
	return infer.DeleteResponse{}, err
}

// Read returns the database as the server has it; a database that is not there is gone.
func (Database) Read(
	ctx context.Context, request infer.ReadRequest[DatabaseArgs, DatabaseArgs],
) (infer.ReadResponse[DatabaseArgs, DatabaseArgs], error) {
	state := request.State
	if state.Name == nil {
		state.Name = pointer(request.ID)
	}
	if err := serverOf(ctx).readDatabase(ctx, &state); errors.Is(err, sql.ErrNoRows) {
		return infer.ReadResponse[DatabaseArgs, DatabaseArgs]{}, nil
	} else if err != nil {
		return infer.ReadResponse[DatabaseArgs, DatabaseArgs]{}, explain(err)
	}
	return infer.ReadResponse[DatabaseArgs, DatabaseArgs]{
		ID: *state.Name, Inputs: refreshed(request.Inputs, state), State: state,
	}, nil
}

const databaseQuery = `
SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype, t.spcname,
	datconnlimit, datallowconn, datistemplate
FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE datname = $1`

func (s *server) readDatabase(ctx context.Context, state *DatabaseArgs) error {
	pool, err := s.in(s.home())
	if err != nil {
		return err
	}
	read := DatabaseArgs{
		Name: state.Name, Template: state.Template, Owner: new(string), Encoding: new(string), LcCollate: new(string),
		LcCtype: new(string), TablespaceName: new(string), ConnectionLimit: new(int), AllowConnections: new(bool),
		IsTemplate: new(bool),
	}
	err = pool.QueryRowContext(ctx, databaseQuery, *state.Name).Scan(read.Owner, read.Encoding, read.LcCollate,
		read.LcCtype, read.TablespaceName, read.ConnectionLimit, read.AllowConnections, read.IsTemplate)
	if err == nil {
		*state = read
	}
	return err
}
