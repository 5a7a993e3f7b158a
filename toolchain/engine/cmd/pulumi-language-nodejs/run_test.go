package main

import (
	"os/exec"
	"reflect"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestRunArguments(t *testing.T) {
	got := runArguments(&pulumirpc.RunRequest{
		Project: "p", Stack: "s", Organization: "o", MonitorAddress: "m", Parallel: 4, DryRun: true, Args: []string{"x"},
		Info: &pulumirpc.ProgramInfo{RootDirectory: "/r", ProgramDirectory: "/r/stacks", EntryPoint: "index.ts"},
	}, "e")
	want := []string{"--monitor", "m", "--engine", "e", "--organization", "o", "--project", "p", "--root-directory", "/r",
		"--stack", "s", "--pwd", "/r/stacks", "--parallel", "4", "--dry-run", "index.ts", "x"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReadOptions(t *testing.T) {
	cases := []struct {
		given map[string]any
		want  options
		fails bool
	}{
		{nil, options{typescript: true}, false},
		{map[string]any{"nodeargs": `--import tsx --title "a b"`, "typescript": false},
			options{nodeArgs: []string{"--import", "tsx", "--title", "a b"}}, false},
		{map[string]any{"typescript": "no"}, options{}, true},
		{map[string]any{"nodeargs": 1}, options{}, true},
		{map[string]any{"nodeargs": `"open`}, options{}, true},
		{map[string]any{"packagemanager": "yarn"}, options{}, true},
	}
	for _, c := range cases {
		given, err := structpb.NewStruct(c.given)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readOptions(&pulumirpc.ProgramInfo{Options: given})
		if (err != nil) != c.fails || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v: got %+v, %v", c.given, got, err)
		}
	}
}

func TestRunResponse(t *testing.T) {
	exit := func(code string) error { return exec.Command("sh", "-c", "exit "+code).Run() }
	if response := runResponse(nil); response.Bail || response.Error != "" {
		t.Errorf("success: got %v", response)
	}
	if response := runResponse(exit("32")); !response.Bail || response.Error != "" {
		t.Errorf("32 has been explained already: got %v", response)
	}
	if response := runResponse(exit("3")); response.Error != "the program exited with code 3" {
		t.Errorf("3: got %v", response)
	}
	if response := runResponse(exec.ErrNotFound); response.Error == "" {
		t.Error("a program that cannot start is an error")
	}
}

func TestConfigurationEnvironment(t *testing.T) {
	got, err := configurationEnvironment(&pulumirpc.RunRequest{
		Config: map[string]string{"tovplay:a": "1"}, ConfigSecretKeys: []string{"tovplay:a"},
	})
	want := []string{`PULUMI_CONFIG={"tovplay:a":"1"}`, `PULUMI_CONFIG_SECRET_KEYS=["tovplay:a"]`}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
