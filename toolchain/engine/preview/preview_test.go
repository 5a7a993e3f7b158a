package preview

import (
	"context"
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

const (
	bucket = resource.URN("urn:pulumi:s::p::aws:s3/bucket:Bucket::Backup")
	key    = resource.URN("urn:pulumi:s::p::aws:iam/accessKey:AccessKey::key")
)

func TestEveryListedPropertyIsOneThatCanBeSet(t *testing.T) {
	for _, resources := range []map[string]kind{awsResources, cloudflareResources} {
		for token, known := range resources {
			inputs := strings.Join(append(known.required, known.optional...), " ") + " "
			for _, name := range append(known.replaces, known.named) {
				if name != "" && !strings.Contains(inputs, name+" ") {
					t.Errorf("%s: %s is no input", token, name)
				}
			}
		}
	}
}

func TestCreateIsForPreviewsOnly(t *testing.T) {
	aws := AWS()
	planned, err := aws.Create(context.Background(), p.CreateRequest{Urn: key, DryRun: true})
	if secret := planned.Properties.Get("secret"); err != nil || !secret.IsComputed() || !secret.Secret() {
		t.Errorf("got %v, %v", planned, err)
	}
	if _, err := aws.Create(context.Background(), p.CreateRequest{Urn: bucket}); err == nil ||
		!strings.Contains(err.Error(), "can only preview") {
		t.Errorf("got %v", err)
	}
}

func TestCheckNamesWhatHasNoName(t *testing.T) {
	response, err := AWS().Check(context.Background(), p.CheckRequest{Urn: bucket})
	if name := response.Inputs.Get("bucket"); err != nil || !strings.HasPrefix(name.AsString(), "backup-") {
		t.Errorf("got %v, %v", response, err)
	}
}

func TestDiffReplacesWhatCannotBeChanged(t *testing.T) {
	of := func(name string) property.Map {
		return property.NewMap(map[string]property.Value{"bucket": property.New(name), "forceDestroy": property.New(name == "a")})
	}
	response, err := AWS().Diff(context.Background(), p.DiffRequest{Urn: bucket, OldInputs: of("a"), Inputs: of("b")})
	if err != nil || response.DetailedDiff["bucket"].Kind != p.UpdateReplace || response.DetailedDiff["forceDestroy"].Kind != p.Update {
		t.Errorf("got %v, %v", response, err)
	}
}
