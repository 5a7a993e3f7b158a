package postgresql

import "reflect"

// refreshed returns the inputs after a read: what the program had set, with the values the server has now. What it
// left to the server stays left, unless nothing was set at all, as when a resource is imported.
func refreshed[A any](inputs, actual A) A {
	old, now := reflect.ValueOf(&inputs).Elem(), reflect.ValueOf(actual)
	if old.IsZero() {
		return actual
	}
	for i := range old.NumField() {
		field := old.Field(i)
		if isOptional(field) && field.IsNil() {
			continue
		}
		field.Set(now.Field(i))
	}
	return inputs
}

func isOptional(field reflect.Value) bool {
	return field.Kind() == reflect.Pointer || field.Kind() == reflect.Slice
}
