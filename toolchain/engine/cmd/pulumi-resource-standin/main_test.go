package main

import "testing"

func TestTheFileSaysWhichPluginItIs(t *testing.T) {
	for path, name := range map[string]string{
		"/plugins/resource-random-v1.0.0/pulumi-resource-random": "random",
		"pulumi-resource-aws.exe":                                "aws",
		"./pulumi-resource-standin":                              "standin",
		"C/pulumi-resource-command":                              "command",
		"/usr/bin/something-renamed":                             "something-renamed",
		"/pulumi-resource-/postgres":                             "postgres",
		"pulumi-resource-postgresql":                             "postgresql",
		"/opt/pulumi-resource-random":                            "random",
	} {
		if got := pluginName(path); got != name {
			t.Errorf("%s is taken for %q instead of %q", path, got, name)
		}
	}
}
