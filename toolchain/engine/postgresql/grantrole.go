package postgresql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/lib/pq"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// GrantRole is postgresql:index/grantRole:GrantRole.
type GrantRole struct{}

// GrantRoleArgs are its inputs, and also its state: Role becomes a member of GrantRole.
type GrantRoleArgs struct {
	Role            string `pulumi:"role"`
	GrantRole       string `pulumi:"grantRole"`
	WithAdminOption *bool  `pulumi:"withAdminOption,optional"`
}

// Annotate gives the type its published token.
func (r *GrantRole) Annotate(a infer.Annotator) { a.SetToken("index/grantRole", "GrantRole") }

// Annotate sets the published default.
func (a *GrantRoleArgs) Annotate(n infer.Annotator) { n.SetDefault(&a.WithAdminOption, false) }

// Create grants the membership.
func (GrantRole) Create(
	ctx context.Context, request infer.CreateRequest[GrantRoleArgs],
) (infer.CreateResponse[GrantRoleArgs], error) {
	args := request.Inputs
	response := infer.CreateResponse[GrantRoleArgs]{
		ID:     fmt.Sprintf("%s_%s_%t", args.Role, args.GrantRole, valueOr(args.WithAdminOption, false)),
		Output: args,
	}
	if request.DryRun {
		return response, nil
	}
	statement := "GRANT " + pq.QuoteIdentifier(args.GrantRole) + " TO " + pq.QuoteIdentifier(args.Role)
	if valueOr(args.WithAdminOption, false) {
		statement += " WITH ADMIN OPTION"
	}
	server := serverOf(ctx)
	return response, server.change(ctx, server.home(), nil, func(tx *sql.Tx) error {
		return execute(ctx, tx, []string{statement})
	})
}

// Delete revokes the membership.
func (GrantRole) Delete(ctx context.Context, request infer.DeleteRequest[GrantRoleArgs]) (infer.DeleteResponse, error) {
	state, server := request.State, serverOf(ctx)
	statement := "REVOKE " + pq.QuoteIdentifier(state.GrantRole) + " FROM " + pq.QuoteIdentifier(state.Role)
	err := server.change(ctx, server.home(), nil, func(tx *sql.Tx) error {
		return execute(ctx, tx, []string{statement})
	})
	if isVanished(err) {
		err = nil
	}
	return infer.DeleteResponse{}, err
}

// Read returns the membership as the server has it; one that is not there is gone.
func (GrantRole) Read(
	ctx context.Context, request infer.ReadRequest[GrantRoleArgs, GrantRoleArgs],
) (infer.ReadResponse[GrantRoleArgs, GrantRoleArgs], error) {
	state := request.State
	if state.Role == "" {
		return infer.ReadResponse[GrantRoleArgs, GrantRoleArgs]{}, errImport
	}
	server := serverOf(ctx)
	pool, err := server.in(server.home())
	if err != nil {
		return infer.ReadResponse[GrantRoleArgs, GrantRoleArgs]{}, err
	}
	admin := sql.NullBool{}
	err = pool.QueryRowContext(ctx, `SELECT bool_or(m.admin_option) FROM pg_auth_members m
		JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
		WHERE r.rolname = $1 AND g.rolname = $2`, state.Role, state.GrantRole).Scan(&admin)
	if err == nil && !admin.Valid {
		return infer.ReadResponse[GrantRoleArgs, GrantRoleArgs]{}, nil
	}
	state.WithAdminOption = pointer(admin.Bool)
	return infer.ReadResponse[GrantRoleArgs, GrantRoleArgs]{
		ID: request.ID, Inputs: refreshed(request.Inputs, state), State: state,
	}, explain(err)
}

var errImport = errors.New("grants cannot be imported, as with the published plugin: declare them, they are granted again")
