package random

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Bytes is random:index/randomBytes:RandomBytes.
type Bytes struct{}

// BytesArgs are its inputs.
type BytesArgs struct {
	Keepers map[string]string `pulumi:"keepers,optional"`
	Length  int               `pulumi:"length"`
}

// BytesState is its inputs and the same secret bytes in two notations.
type BytesState struct {
	BytesArgs
	Base64 string `pulumi:"base64" provider:"secret"`
	Hex    string `pulumi:"hex" provider:"secret"`
}

// Annotate gives the type its published token.
func (r *Bytes) Annotate(a infer.Annotator) { a.SetToken("index/randomBytes", "RandomBytes") }

// Check refuses lengths below 1.
func (Bytes) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[BytesArgs], error) {
	inputs, failures, err := infer.DefaultCheck[BytesArgs](ctx, request.NewInputs)
	failures = append(failures, checkLength(request, "length", inputs.Length)...)
	return infer.CheckResponse[BytesArgs]{Inputs: inputs, Failures: failures}, err
}

// Create makes the bytes.
func (Bytes) Create(
	_ context.Context, request infer.CreateRequest[BytesArgs],
) (infer.CreateResponse[BytesState], error) {
	response := infer.CreateResponse[BytesState]{ID: "none", Output: BytesState{BytesArgs: request.Inputs}}
	if request.DryRun {
		return response, nil
	}
	data, err := randomBytes(request.Inputs.Length)
	response.Output.Base64 = base64.StdEncoding.EncodeToString(data)
	response.Output.Hex = hex.EncodeToString(data)
	return response, err
}

// WireDependencies keeps the values secret even for programs whose SDK does not ask for it.
func (Bytes) WireDependencies(f infer.FieldSelector, _ *BytesArgs, state *BytesState) {
	f.OutputField(&state.Base64).AlwaysSecret()
	f.OutputField(&state.Hex).AlwaysSecret()
}

func randomBytes(length int) ([]byte, error) {
	data := make([]byte, length)
	_, err := rand.Read(data)
	return data, err
}

func checkLength(request infer.CheckRequest, property string, length int) []p.CheckFailure {
	if value, ok := request.NewInputs.GetOk(property); length >= 1 || !ok || value.HasComputed() {
		return nil
	}
	return []p.CheckFailure{{Property: property, Reason: fmt.Sprintf("%s must be at least 1, not %d", property, length)}}
}
