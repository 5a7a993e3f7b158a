// Package random makes values once and keeps them: `@pulumi/random` as far as this project uses it.
package random

import (
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Version of the npm package this provider serves.
const Version = "4.21.2"

// Provider serves RandomPassword, RandomString, RandomId and RandomBytes. None can be updated: every change of an
// input, keepers among them, replaces the value.
func Provider() p.Provider {
	return infer.Provider(infer.Options{
		Resources: []infer.InferredResource{
			infer.Resource(Password{}),
			infer.Resource(String{}),
			infer.Resource(ID{}),
			infer.Resource(Bytes{}),
		},
	})
}
