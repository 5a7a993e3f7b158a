// Package command runs commands on this machine and on others over SSH: `@pulumi/command` as far as this project uses it.
package command

import (
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Version of the npm package this provider serves.
const Version = "1.2.1"

// Provider serves command:local:Command, command:remote:Command and command:remote:CopyToRemote.
func Provider() p.Provider {
	return infer.Provider(infer.Options{
		Resources: []infer.InferredResource{
			infer.Resource(LocalCommand{}),
			infer.Resource(RemoteCommand{}),
			infer.Resource(CopyToRemote{}),
		},
	})
}
