package postgresql

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/lib/pq"
)

const (
	defaultDatabase = "postgres"
	// connectionsEach is the most connections to one database: a careful role has a limit, and changes queue anyway.
	connectionsEach = 4
)

// server keeps a connection pool for each database of one PostgreSQL server.
type server struct {
	config *Config
	lock   sync.Mutex
	pools  map[string]*sql.DB
	// changes are made one at a time: two GRANTs on one object at once fail with 'tuple concurrently updated'.
	changes sync.Mutex
}

func newServer(config *Config) *server {
	return &server{config: config, pools: map[string]*sql.DB{}}
}

// home is the database that the provider itself connects to.
func (s *server) home() string { return valueOr(s.config.Database, defaultDatabase) }

// in returns the connections to a database.
func (s *server) in(database string) (*sql.DB, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if pool, ok := s.pools[database]; ok {
		return pool, nil
	}
	connector, err := pq.NewConnector(s.config.connectionString(database))
	if err != nil {
		return nil, fmt.Errorf("the postgresql provider's settings do not make a connection: %w", err)
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(min(max(1, valueOr(s.config.MaxConnections, connectionsEach)), connectionsEach))
	s.pools[database] = pool
	return pool, nil
}

// leave closes the connections to a database that is about to be renamed or dropped.
func (s *server) leave(database string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if pool, ok := s.pools[database]; ok {
		_ = pool.Close()
		delete(s.pools, database)
	}
}

// change runs statements in one transaction on a database, with the rights of the given owners.
func (s *server) change(ctx context.Context, database string, owners []string, do func(*sql.Tx) error) error {
	s.changes.Lock()
	defer s.changes.Unlock()
	pool, err := s.in(database)
	if err != nil {
		return err
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer func() { _ = tx.Rollback() }()
	leave, err := join(ctx, tx, owners)
	if err != nil {
		return explain(err)
	}
	if err := do(tx); err != nil {
		return explain(err)
	}
	if err := leave(); err != nil {
		return explain(err)
	}
	return explain(tx.Commit())
}

// connectionString is in the keyword form, whose values need one kind of quoting only.
func (c *Config) connectionString(database string) string {
	words := []string{}
	add := func(keyword, value string) {
		escaped := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value)
		words = append(words, keyword+"='"+escaped+"'")
	}
	addText := func(keyword string, value *string) {
		if value != nil {
			add(keyword, *value)
		}
	}
	add("dbname", database)
	add("application_name", "pulumi-postgresql")
	addText("host", c.Host)
	addText("user", c.Username)
	addText("password", c.Password)
	addText("sslmode", c.SSLMode)
	addText("sslrootcert", c.SSLRootCert)
	if c.Port != nil {
		add("port", strconv.Itoa(*c.Port))
	}
	if c.ConnectTimeout != nil && *c.ConnectTimeout > 0 {
		add("connect_timeout", strconv.Itoa(*c.ConnectTimeout))
	}
	return strings.Join(words, " ")
}

func valueOr[T any](pointer *T, otherwise T) T {
	if pointer == nil {
		return otherwise
	}
	return *pointer
}

func pointer[T any](value T) *T { return &value }
