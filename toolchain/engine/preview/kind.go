// Package preview serves providers that can be previewed and no more: they check and compare what a program declares,
// so that a plan can be read and policies judge it, and refuse to make anything.
package preview

// kind is what a preview has to know of one type of resource.
type kind struct {
	// required and optional properties a program may set.
	required, optional []string
	// replaces lists the properties that cannot be changed in place.
	replaces []string
	// outputs are known only when the resource is there; secret ones are listed in secrets too.
	outputs, secrets []string
	// named is the property that gets a generated name when the program gives none; "" if there is none.
	named string
}
