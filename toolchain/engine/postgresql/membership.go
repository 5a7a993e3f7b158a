package postgresql

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/lib/pq"
)

// databaseOwner is the predefined role for the current database's owner; it has no explicit members.
const databaseOwner = "pg_database_owner"

// join makes the provider's user a member of roles whose rights it needs and lacks; the returned function undoes it.
// It lasts no longer than the transaction in any case. A user with CREATEROLE may do so with the roles it created.
func join(ctx context.Context, tx *sql.Tx, roles []string) (func() error, error) {
	joined := []string{}
	for _, role := range slices.Compact(slices.Sorted(slices.Values(roles))) {
		added, err := joinOne(ctx, tx, role)
		if err != nil {
			return nil, fmt.Errorf("cannot act for role %s: %w", role, err)
		}
		if added {
			joined = append(joined, role)
		}
	}
	return func() error {
		for _, role := range joined {
			if _, err := tx.ExecContext(ctx, "REVOKE "+pq.QuoteIdentifier(role)+" FROM CURRENT_USER"); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func joinOne(ctx context.Context, tx *sql.Tx, role string) (bool, error) {
	var has bool
	// USAGE alone is not enough to make a role the owner of something: that takes the right to SET ROLE as well.
	const query = `SELECT pg_has_role(CURRENT_USER, oid, 'USAGE') AND pg_has_role(CURRENT_USER, oid, 'SET')
		FROM pg_roles WHERE rolname = $1`
	if err := tx.QueryRowContext(ctx, query, role).Scan(&has); err != nil || has {
		return false, ignoreNoRows(err)
	}
	_, err := tx.ExecContext(ctx, "GRANT "+pq.QuoteIdentifier(role)+" TO CURRENT_USER WITH INHERIT TRUE, SET TRUE")
	return err == nil, err
}

// ignoreNoRows leaves it to the statement that needs a vanished role to say so.
func ignoreNoRows(err error) error {
	if err == sql.ErrNoRows {
		return nil
	}
	return err
}

// owners runs a query for the owners of objects and resolves the predefined owner of the database.
func owners(ctx context.Context, db *sql.DB, query string, args ...any) ([]string, error) {
	found, err := texts(ctx, db, query, args...)
	if err != nil || !slices.Contains(found, databaseOwner) {
		return found, err
	}
	rest := slices.DeleteFunc(found, func(name string) bool { return name == databaseOwner })
	actual, err := texts(ctx, db,
		"SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()")
	return append(rest, actual...), err
}

// texts runs a query of one text column.
func texts(ctx context.Context, db *sql.DB, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	result := []string{}
	for rows.Next() {
		text := ""
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		result = append(result, text)
	}
	return result, rows.Err()
}
