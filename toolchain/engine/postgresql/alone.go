package postgresql

import (
	"context"
	"database/sql"
	"errors"

	"github.com/lib/pq"
)

// alone runs statements that PostgreSQL allows in no transaction, such as CREATE DATABASE, with the rights of the
// given roles.
func (s *server) alone(ctx context.Context, roles, statements []string) error {
	s.changes.Lock()
	defer s.changes.Unlock()
	pool, err := s.in(s.home())
	if err != nil {
		return err
	}
	joined, err := joinLasting(ctx, pool, roles)
	// What was joined is left even when a statement fails or the engine cancels.
	defer leaveLasting(context.WithoutCancel(ctx), pool, joined)
	for i := 0; err == nil && i < len(statements); i++ {
		_, err = pool.ExecContext(ctx, statements[i])
	}
	return explain(err)
}

func joinLasting(ctx context.Context, pool *sql.DB, roles []string) ([]string, error) {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	joined := []string{}
	for _, role := range roles {
		added, err := joinOne(ctx, tx, role)
		if err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
		if added {
			joined = append(joined, role)
		}
	}
	return joined, tx.Commit()
}

func leaveLasting(ctx context.Context, pool *sql.DB, joined []string) {
	for _, role := range joined {
		_, _ = pool.ExecContext(ctx, "REVOKE "+pq.QuoteIdentifier(role)+" FROM CURRENT_USER")
	}
}
