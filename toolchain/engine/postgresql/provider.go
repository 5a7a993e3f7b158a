// Package postgresql declares roles, databases and privileges of a PostgreSQL server (16 or newer): `@pulumi/postgresql`
// as far as this project uses it.
package postgresql

import (
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Version of the npm package this provider serves.
const Version = "3.18.1"

// Provider serves Role, Database, Schema, Grant, GrantRole, DefaultPrivileges and Extension.
func Provider() p.Provider {
	provider := infer.Provider(infer.Options{
		Config: infer.Config(&Config{}),
		Resources: []infer.InferredResource{
			infer.Resource(Role{}),
			infer.Resource(Database{}),
			infer.Resource(Schema{}),
			infer.Resource(Grant{}),
			infer.Resource(GrantRole{}),
			infer.Resource(DefaultPrivileges{}),
			infer.Resource(Extension{}),
		},
	})
	provider.Diff = diffOf(map[string][]string{
		"postgresql:index/role:Role":                           {},
		"postgresql:index/database:Database":                   {"encoding", "lcCollate", "lcCtype", "template"},
		"postgresql:index/schema:Schema":                       {"database"},
		"postgresql:index/grant:Grant":                         {"role", "database", "schema", "objectType", "objects", "withGrantOption"},
		"postgresql:index/grantRole:GrantRole":                 {"role", "grantRole", "withAdminOption"},
		"postgresql:index/defaultPrivileges:DefaultPrivileges": {"role", "database", "owner", "schema", "objectType", "withGrantOption"},
		"postgresql:index/extension:Extension":                 {"database", "name"},
	})
	return provider
}
