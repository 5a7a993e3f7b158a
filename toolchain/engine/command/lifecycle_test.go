package command

import (
	"context"
	"reflect"
	"strings"
	"testing"
)

func text(value string) *string { return &value }

func TestEnvironmentTellsThePreviousOutput(t *testing.T) {
	never := false
	previous := &Output{Stdout: "out", Stderr: "err"}
	both := map[string]string{"A": "1", "PULUMI_COMMAND_STDOUT": "out", "PULUMI_COMMAND_STDERR": "err"}
	cases := []struct {
		lifecycle Lifecycle
		previous  *Output
		want      map[string]string
	}{
		{Lifecycle{Environment: map[string]string{"A": "1"}}, nil, map[string]string{"A": "1"}},
		{Lifecycle{Environment: map[string]string{"A": "1"}}, previous, both},
		{Lifecycle{AddPreviousOutputInEnv: &never}, previous, map[string]string{}},
	}
	for _, c := range cases {
		if got := c.lifecycle.environment(c.previous); !reflect.DeepEqual(got, c.want) {
			t.Errorf("got %v, want %v", got, c.want)
		}
	}
}

func TestOnUpdateFallsBackToCreate(t *testing.T) {
	if got := (Lifecycle{Create: text("c")}).onUpdate(); *got != "c" {
		t.Errorf("got %s", *got)
	}
	if got := (Lifecycle{Create: text("c"), Update: text("u")}).onUpdate(); *got != "u" {
		t.Errorf("got %s", *got)
	}
}

func TestHostKeyCheckRefusesWhatIsNoKey(t *testing.T) {
	if _, _, err := hostKeyCheck(text("nonsense")); err == nil || !strings.Contains(err.Error(), "hostKey") {
		t.Errorf("got %v", err)
	}
}

func TestDialGivesUpAfterItsLimit(t *testing.T) {
	limit, port := 2, 1
	_, err := dial(context.Background(), Connection{Endpoint: Endpoint{Host: "127.0.0.1", Port: &port, DialErrorLimit: &limit}})
	if err == nil || !strings.Contains(err.Error(), "after 2 failed attempts") {
		t.Errorf("got %v", err)
	}
}
