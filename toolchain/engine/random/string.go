package random

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// String is random:index/randomString:RandomString.
type String struct{}

// StringState is its inputs, completed, and the text.
type StringState struct {
	Alphabet
	Result string `pulumi:"result"`
}

// Annotate gives the type its published token.
func (r *String) Annotate(a infer.Annotator) { a.SetToken("index/randomString", "RandomString") }

// Check refuses impossible settings.
func (String) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[Alphabet], error) {
	return checkAlphabet(ctx, request)
}

// Create makes the text, which is also its ID.
func (String) Create(
	_ context.Context, request infer.CreateRequest[Alphabet],
) (infer.CreateResponse[StringState], error) {
	response := infer.CreateResponse[StringState]{Output: StringState{Alphabet: request.Inputs.complete()}}
	if request.DryRun {
		return response, nil
	}
	text, err := request.Inputs.generate()
	response.ID, response.Output.Result = text, text
	return response, err
}
