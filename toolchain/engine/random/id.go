package random

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"math/big"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// ID is random:index/randomId:RandomId.
type ID struct{}

// IDArgs are its inputs.
type IDArgs struct {
	Keepers    map[string]string `pulumi:"keepers,optional"`
	ByteLength int               `pulumi:"byteLength"`
	Prefix     *string           `pulumi:"prefix,optional"`
}

// IDState is its inputs and the same bytes in four notations, each after the prefix.
type IDState struct {
	IDArgs
	B64Std string `pulumi:"b64Std"`
	B64URL string `pulumi:"b64Url"`
	Dec    string `pulumi:"dec"`
	Hex    string `pulumi:"hex"`
}

// Annotate gives the type its published token.
func (r *ID) Annotate(a infer.Annotator) { a.SetToken("index/randomId", "RandomId") }

// Check refuses lengths below 1.
func (ID) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[IDArgs], error) {
	inputs, failures, err := infer.DefaultCheck[IDArgs](ctx, request.NewInputs)
	failures = append(failures, checkLength(request, "byteLength", inputs.ByteLength)...)
	return infer.CheckResponse[IDArgs]{Inputs: inputs, Failures: failures}, err
}

// Create makes the bytes.
func (ID) Create(_ context.Context, request infer.CreateRequest[IDArgs]) (infer.CreateResponse[IDState], error) {
	response := infer.CreateResponse[IDState]{Output: IDState{IDArgs: request.Inputs}}
	if request.DryRun {
		return response, nil
	}
	data, err := randomBytes(request.Inputs.ByteLength)
	response.ID = base64.RawURLEncoding.EncodeToString(data)
	response.Output = notations(request.Inputs, data)
	return response, err
}

func notations(args IDArgs, data []byte) IDState {
	prefix := ""
	if args.Prefix != nil {
		prefix = *args.Prefix
	}
	return IDState{
		IDArgs: args,
		B64Std: prefix + base64.StdEncoding.EncodeToString(data),
		B64URL: prefix + base64.RawURLEncoding.EncodeToString(data),
		Dec:    prefix + new(big.Int).SetBytes(data).String(),
		Hex:    prefix + hex.EncodeToString(data),
	}
}
