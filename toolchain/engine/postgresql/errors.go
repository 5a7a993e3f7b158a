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
		return fmt.Errorf("PostgreSQL refuses: %s [%s]: %w", text, found.Code, quiet{err})
	case errors.As(err, &network):
		return fmt.Errorf("PostgreSQL cannot be reached: start it or mend the provider's host and port: %w", err)
	default:
		return err
	}
}

// quiet keeps an error in the chain without repeating its text.
type quiet struct{ error }

func (q quiet) Error() string { return "see above" }
func (q quiet) Unwrap() error { return q.error }
