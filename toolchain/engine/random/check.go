package random

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// checkAlphabet refuses settings of which no text can be made, unless the length is not yet known.
func checkAlphabet(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[Alphabet], error) {
	inputs, failures, err := infer.DefaultCheck[Alphabet](ctx, request.NewInputs)
	if err == nil && len(failures) == 0 && !request.NewInputs.Get("length").HasComputed() {
		if err := inputs.validate(); err != nil {
			failures = append(failures, p.CheckFailure{Property: "length", Reason: err.Error()})
		}
	}
	return infer.CheckResponse[Alphabet]{Inputs: inputs, Failures: failures}, err
}
