package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// resolveSDK finds a script of @pulumi/pulumi for a program, as Node would: in the nearest node_modules upwards.
// Asking Node itself would cost a start of Node at every preview.
func resolveSDK(directory, script string) (string, error) {
	for at := directory; ; at = filepath.Dir(at) {
		candidate := filepath.Join(at, "node_modules", "@pulumi", "pulumi", "cmd", script)
		if _, err := os.Stat(candidate); err == nil {
			return candidate, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("@pulumi/pulumi is not installed for %s: run `npm install` there", directory)
		}
	}
}
