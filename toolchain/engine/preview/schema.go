package preview

import (
	"context"
	"encoding/json"

	p "github.com/pulumi/pulumi-go-provider"
)

// schema lists the types and their properties; of what type a property is, is left to the published SDK.
func (c catalogue) schema(context.Context, p.GetSchemaRequest) (p.GetSchemaResponse, error) {
	resources := map[string]any{}
	for token, known := range c.resources {
		inputs := properties(known.required, known.optional)
		resources[token] = map[string]any{
			"inputProperties": inputs,
			"requiredInputs":  known.required,
			"properties":      properties(known.required, known.optional, known.outputs),
		}
	}
	text, err := json.Marshal(map[string]any{"name": c.name, "resources": resources})
	return p.GetSchemaResponse{Schema: string(text)}, err
}

func properties(lists ...[]string) map[string]any {
	result := map[string]any{}
	for _, list := range lists {
		for _, name := range list {
			result[name] = map[string]string{"$ref": "pulumi.json#/Any"}
		}
	}
	return result
}
