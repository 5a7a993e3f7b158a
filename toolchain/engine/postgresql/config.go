package postgresql

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Config is the provider's settings. What is left out comes from the variables that every PostgreSQL client reads.
type Config struct {
	Scheme          *string `pulumi:"scheme,optional"`
	Host            *string `pulumi:"host,optional"`
	Port            *int    `pulumi:"port,optional"`
	Username        *string `pulumi:"username,optional"`
	Password        *string `pulumi:"password,optional" provider:"secret"`
	Database        *string `pulumi:"database,optional"`
	SSLMode         *string `pulumi:"sslmode,optional"`
	SSLRootCert     *string `pulumi:"sslrootcert,optional"`
	ConnectTimeout  *int    `pulumi:"connectTimeout,optional"`
	MaxConnections  *int    `pulumi:"maxConnections,optional"`
	ExpectedVersion *string `pulumi:"expectedVersion,optional"`
	// Superuser says whether the password's verifier may be read back; it is the default, as in the published plugin.
	Superuser *bool `pulumi:"superuser,optional"`

	server *server
}

// Configure prepares the connections; none is made before it is needed.
func (c *Config) Configure(context.Context) error {
	if c.Scheme != nil && *c.Scheme != "postgres" {
		return fmt.Errorf("scheme %q is not covered here: leave it out or set it to postgres", *c.Scheme)
	}
	c.server = newServer(c)
	return nil
}

// serverOf returns the server that the running call's provider is configured for.
func serverOf(ctx context.Context) *server { return infer.GetConfig[*Config](ctx).server }
