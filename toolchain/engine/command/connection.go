package command

import "github.com/pulumi/pulumi-go-provider/infer"

// Endpoint says where an SSH server is and how to sign in there.
type Endpoint struct {
	Host               string  `pulumi:"host"`
	Port               *int    `pulumi:"port,optional"`
	User               *string `pulumi:"user,optional"`
	Password           *string `pulumi:"password,optional" provider:"secret"`
	PrivateKey         *string `pulumi:"privateKey,optional" provider:"secret"`
	PrivateKeyPassword *string `pulumi:"privateKeyPassword,optional" provider:"secret"`
	AgentSocketPath    *string `pulumi:"agentSocketPath,optional"`
	// DialErrorLimit is the number of failed dials after which it gives up; below 0 it never does.
	DialErrorLimit *int `pulumi:"dialErrorLimit,optional"`
	// PerDialTimeout is in seconds; 0 is without limit.
	PerDialTimeout *int    `pulumi:"perDialTimeout,optional"`
	HostKey        *string `pulumi:"hostKey,optional"`
}

// ProxyConnection is a host through which another one is reached.
type ProxyConnection struct{ Endpoint }

// Connection is a host that commands run on.
type Connection struct {
	Endpoint
	Proxy *ProxyConnection `pulumi:"proxy,optional"`
}

// Annotate gives the type its published token and defaults.
func (c *Connection) Annotate(a infer.Annotator) {
	a.SetToken("remote", "Connection")
	c.annotateDefaults(a)
}

// Annotate gives the type its published token and defaults.
func (c *ProxyConnection) Annotate(a infer.Annotator) {
	a.SetToken("remote", "ProxyConnection")
	c.annotateDefaults(a)
}

func (e *Endpoint) annotateDefaults(a infer.Annotator) {
	a.SetDefault(&e.Port, 22)
	a.SetDefault(&e.User, "root")
	a.SetDefault(&e.DialErrorLimit, 10)
	a.SetDefault(&e.PerDialTimeout, 15)
}

func valueOr[T any](pointer *T, otherwise T) T {
	if pointer == nil {
		return otherwise
	}
	return *pointer
}
