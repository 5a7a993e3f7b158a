package postgresql

import (
	"context"
	"database/sql"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Role is postgresql:index/role:Role.
type Role struct{}

// RoleArgs are its inputs, and also its state.
type RoleArgs struct {
	Name                            *string  `pulumi:"name,optional"`
	Login                           *bool    `pulumi:"login,optional"`
	Inherit                         *bool    `pulumi:"inherit,optional"`
	Superuser                       *bool    `pulumi:"superuser,optional"`
	CreateDatabase                  *bool    `pulumi:"createDatabase,optional"`
	CreateRole                      *bool    `pulumi:"createRole,optional"`
	Replication                     *bool    `pulumi:"replication,optional"`
	BypassRowLevelSecurity          *bool    `pulumi:"bypassRowLevelSecurity,optional"`
	ConnectionLimit                 *int     `pulumi:"connectionLimit,optional"`
	Password                        *string  `pulumi:"password,optional" provider:"secret"`
	EncryptedPassword               *bool    `pulumi:"encryptedPassword,optional"`
	ValidUntil                      *string  `pulumi:"validUntil,optional"`
	Roles                           []string `pulumi:"roles,optional"`
	SearchPaths                     []string `pulumi:"searchPaths,optional"`
	StatementTimeout                *int     `pulumi:"statementTimeout,optional"`
	IdleInTransactionSessionTimeout *int     `pulumi:"idleInTransactionSessionTimeout,optional"`
	SkipDropRole                    *bool    `pulumi:"skipDropRole,optional"`
	SkipReassignOwned               *bool    `pulumi:"skipReassignOwned,optional"`
}

// Annotate gives the type its published token.
func (r *Role) Annotate(a infer.Annotator) { a.SetToken("index/role", "Role") }

// Annotate sets PostgreSQL's own defaults, so that a change on the server shows even where the program is silent.
func (a *RoleArgs) Annotate(n infer.Annotator) {
	n.SetDefault(&a.Login, false)
	n.SetDefault(&a.Inherit, true)
	n.SetDefault(&a.Superuser, false)
	n.SetDefault(&a.CreateDatabase, false)
	n.SetDefault(&a.CreateRole, false)
	n.SetDefault(&a.Replication, false)
	n.SetDefault(&a.BypassRowLevelSecurity, false)
	n.SetDefault(&a.ConnectionLimit, -1)
	n.SetDefault(&a.EncryptedPassword, true)
	n.SetDefault(&a.ValidUntil, "infinity")
	n.SetDefault(&a.SkipDropRole, false)
	n.SetDefault(&a.SkipReassignOwned, false)
}

// Check names the role and refuses passwords that cannot be hashed here.
func (Role) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[RoleArgs], error) {
	inputs, err := named(request)
	if err != nil {
		return infer.CheckResponse[RoleArgs]{}, err
	}
	args, failures, err := infer.DefaultCheck[RoleArgs](ctx, inputs)
	failures = append(failures, checkName(args.Name)...)
	if args.Password != nil && !isPlain(*args.Password) {
		failures = append(failures, p.CheckFailure{
			Property: "password", Reason: "password has characters other than printable ASCII: use only those here",
		})
	}
	return infer.CheckResponse[RoleArgs]{Inputs: args, Failures: failures}, err
}

// Create creates the role.
func (Role) Create(ctx context.Context, request infer.CreateRequest[RoleArgs]) (infer.CreateResponse[RoleArgs], error) {
	response := infer.CreateResponse[RoleArgs]{ID: valueOr(request.Inputs.Name, ""), Output: request.Inputs}
	if request.DryRun {
		return response, nil
	}
	statements, err := createRole(request.Inputs)
	if err != nil {
		return response, err
	}
	server := serverOf(ctx)
	return response, server.change(ctx, server.home(), nil, func(tx *sql.Tx) error { return execute(ctx, tx, statements) })
}

// Update alters what differs.
func (Role) Update(
	ctx context.Context, request infer.UpdateRequest[RoleArgs, RoleArgs],
) (infer.UpdateResponse[RoleArgs], error) {
	response := infer.UpdateResponse[RoleArgs]{Output: request.Inputs}
	if request.DryRun {
		return response, nil
	}
	statements, err := alterRole(request.State, request.Inputs)
	if err != nil {
		return response, err
	}
	server := serverOf(ctx)
	return response, server.change(ctx, server.home(), nil, func(tx *sql.Tx) error { return execute(ctx, tx, statements) })
}

// Delete drops the role, and what it owns in the provider's database unless skipReassignOwned says not to.
func (Role) Delete(ctx context.Context, request infer.DeleteRequest[RoleArgs]) (infer.DeleteResponse, error) {
	state, server := request.State, serverOf(ctx)
	name := valueOr(state.Name, request.ID)
	roles := []string{}
	if !valueOr(state.SkipReassignOwned, false) {
		roles = append(roles, name)
	}
	err := server.change(ctx, server.home(), roles, func(tx *sql.Tx) error {
		return execute(ctx, tx, dropRole(name, state))
	})
	if isVanished(err) {
		err = nil
	}
	return infer.DeleteResponse{}, err
}
