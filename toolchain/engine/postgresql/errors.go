package postgresql

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"slices"

	"github.com/lib/pq"
)

// Error codes of PostgreSQL for things that are not there: role or object, table, schema, database, function.
var vanished = []pq.ErrorCode{"42704", "42P01", "3F000", "3D000", "42883"}

// isVanished says whether a statement failed because what it was about is not there (any more).
func isVanished(err error) bool {
	found := &pq.Error{}
	return errors.Is(err, sql.ErrNoRows) || errors.As(err, &found) && slices.Contains(vanished, found.Code)
}

// explain turns the driver's errors into one sentence with PostgreSQL's own detail and hint.
func explain(err error) error {
	found, network := &pq.Error{}, &net.OpError{}
	switch {
	case err == nil:
		return nil
	case errors.As(err, &found):
		text := found.Message
		if found.Detail != "" {
			text += ": " + found.Detail
		}
		if found.Hint != "" {
			text += " (" + found.Hint + ")"
		}
		return refusal{fmt.Sprintf("PostgreSQL refuses: %s [%s]", text, found.Code), err}
	case errors.As(err, &network):
		return fmt.Errorf("cannot connect to PostgreSQL: start it or correct the provider's host and port: %w", err)
	default:
		return err
	}
}

// refusal says an error in our words and keeps PostgreSQL's for those who ask for its code.
type refusal struct {
	text  string
	cause error
}

func (r refusal) Error() string { return r.text }
func (r refusal) Unwrap() error { return r.cause }
