package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is what this host reads of a package.json.
type manifest struct {
	Version         string            `json:"version"`
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`
}

// GetProgramDependencies lists the program's direct dependencies with their installed versions.
func (h *host) GetProgramDependencies(
	_ context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	directory := request.GetInfo().GetProgramDirectory()
	root, program, err := nearestManifest(directory)
	if err != nil {
		return nil, err
	}
	found := []*pulumirpc.DependencyInfo{}
	for _, group := range []map[string]string{program.Dependencies, program.DevDependencies} {
		for name, wanted := range group {
			found = append(found, &pulumirpc.DependencyInfo{Name: name, Version: installedVersion(root, name, wanted)})
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].GetName() < found[j].GetName() })
	return &pulumirpc.GetProgramDependenciesResponse{Dependencies: found}, nil
}

func nearestManifest(directory string) (string, manifest, error) {
	for at := directory; ; at = filepath.Dir(at) {
		if found, err := readManifest(at); err == nil {
			return at, found, nil
		} else if !os.IsNotExist(err) {
			return "", manifest{}, err
		}
		if at == filepath.Dir(at) {
			return "", manifest{}, fmt.Errorf("no package.json in %s or above it: run `npm init` there", directory)
		}
	}
}

func readManifest(directory string) (manifest, error) {
	path := filepath.Join(directory, "package.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return manifest{}, err
	}
	found := manifest{}
	if err := json.Unmarshal(data, &found); err != nil {
		return manifest{}, fmt.Errorf("%s is not valid JSON: %w", path, err)
	}
	return found, nil
}

func installedVersion(root, name, wanted string) string {
	installed, err := readManifest(filepath.Join(root, "node_modules", filepath.FromSlash(name)))
	if err != nil {
		return wanted
	}
	return installed.Version
}
