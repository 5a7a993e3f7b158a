package engine

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/terraform-providers/terraform-provider-docker/tovplay/command"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/docker"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/postgresql"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/preview"
	"github.com/terraform-providers/terraform-provider-docker/tovplay/random"
)

func TestTargetsNameTheVersionsThatThePluginsReport(t *testing.T) {
	text, err := os.ReadFile("targets.json")
	if err != nil {
		t.Fatal(err)
	}
	targets := struct {
		Programs []struct{ Name, Version, Install, PluginKind string }
	}{}
	if err := json.Unmarshal(text, &targets); err != nil {
		t.Fatal(err)
	}
	reported := map[string]string{
		"docker": docker.Version, "command": command.Version, "random": random.Version,
		"postgresql": postgresql.Version, "aws": preview.AWSVersion, "cloudflare": preview.CloudflareVersion,
	}
	for _, program := range targets.Programs {
		if program.PluginKind == "" {
			continue
		}
		if program.Version != reported[program.Name] || !strings.Contains(program.Install, "-v"+program.Version+"/") {
			t.Errorf("%s: targets.json says %s, the plugin %s", program.Name, program.Version, reported[program.Name])
		}
		delete(reported, program.Name)
	}
	if len(reported) > 0 {
		t.Errorf("not in targets.json: %v", reported)
	}
}
