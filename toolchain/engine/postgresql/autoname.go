package postgresql

import (
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

const (
	nameSuffix = 7
	// nameLength is PostgreSQL's limit for identifiers, in bytes.
	nameLength = 63
)

// named gives a resource without a name the one it had, or a new one made from its name in the program.
func named(request infer.CheckRequest) (property.Map, error) {
	if name, ok := request.NewInputs.GetOk("name"); ok && !name.IsNull() {
		return request.NewInputs, nil
	}
	if name, ok := request.OldInputs.GetOk("name"); ok && !name.IsNull() {
		return request.NewInputs.Set("name", name), nil
	}
	name, err := resource.NewUniqueHex(request.Name+"-", nameSuffix, nameLength)
	return request.NewInputs.Set("name", property.New(name)), err
}

// checkName refuses names that PostgreSQL would silently cut off.
func checkName(name *string) []p.CheckFailure {
	if name == nil || len(*name) <= nameLength {
		return nil
	}
	return []p.CheckFailure{{Property: "name", Reason: "name is longer than PostgreSQL's 63 bytes: shorten it"}}
}
