package random

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"golang.org/x/crypto/bcrypt"
)

// bcryptLimit is how many bytes bcrypt looks at.
const bcryptLimit = 72

// Password is random:index/randomPassword:RandomPassword.
type Password struct{}

// PasswordState is its inputs, completed, and the secret values.
type PasswordState struct {
	Alphabet
	Result     string `pulumi:"result" provider:"secret"`
	BcryptHash string `pulumi:"bcryptHash" provider:"secret"`
}

// Annotate gives the type its published token.
func (r *Password) Annotate(a infer.Annotator) { a.SetToken("index/randomPassword", "RandomPassword") }

// Check refuses impossible settings.
func (Password) Check(ctx context.Context, request infer.CheckRequest) (infer.CheckResponse[Alphabet], error) {
	return checkAlphabet(ctx, request)
}

// Create makes the password and its hash.
func (Password) Create(
	_ context.Context, request infer.CreateRequest[Alphabet],
) (infer.CreateResponse[PasswordState], error) {
	response := infer.CreateResponse[PasswordState]{ID: "none", Output: PasswordState{Alphabet: request.Inputs.complete()}}
	if request.DryRun {
		return response, nil
	}
	text, err := request.Inputs.generate()
	if err != nil {
		return response, err
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(text[:min(len(text), bcryptLimit)]), bcrypt.DefaultCost)
	response.Output.Result, response.Output.BcryptHash = text, string(hash)
	return response, err
}

// WireDependencies keeps the values secret even for programs whose SDK does not ask for it.
func (Password) WireDependencies(f infer.FieldSelector, _ *Alphabet, state *PasswordState) {
	f.OutputField(&state.Result).AlwaysSecret()
	f.OutputField(&state.BcryptHash).AlwaysSecret()
}
