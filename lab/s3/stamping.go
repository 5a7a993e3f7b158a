package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/s3response"
)

// stamping sets the bucket's default lock on each new version, as S3 does: the gateway reads the rule only when a version is
// deleted, so a version would lose its lock with the rule. pgBackRest itself sets none.
type stamping struct{ backend.Backend }

// lockOf is the lock that the bucket's rule sets on a version written now.
func (s *stamping) lockOf(ctx context.Context, bucket *string) (types.ObjectLockMode, *time.Time) {
	if bucket == nil {
		return "", nil
	}
	text, err := s.GetObjectLockConfiguration(ctx, *bucket)
	if err != nil {
		return "", nil
	}
	var rule auth.BucketLockConfig
	if json.Unmarshal(text, &rule) != nil || rule.DefaultRetention == nil {
		return "", nil
	}
	until := time.Now()
	if days := rule.DefaultRetention.Days; days != nil {
		until = until.AddDate(0, 0, int(*days))
	}
	if years := rule.DefaultRetention.Years; years != nil {
		until = until.AddDate(int(*years), 0, 0)
	}
	return types.ObjectLockMode(rule.DefaultRetention.Mode), &until
}

func (s *stamping) PutObject(ctx context.Context, input s3response.PutObjectInput) (s3response.PutObjectOutput, error) {
	if input.ObjectLockMode == "" {
		input.ObjectLockMode, input.ObjectLockRetainUntilDate = s.lockOf(ctx, input.Bucket)
	}
	return s.Backend.PutObject(ctx, input)
}

func (s *stamping) CopyObject(ctx context.Context, input s3response.CopyObjectInput) (s3response.CopyObjectOutput, error) {
	if input.ObjectLockMode == "" {
		input.ObjectLockMode, input.ObjectLockRetainUntilDate = s.lockOf(ctx, input.Bucket)
	}
	return s.Backend.CopyObject(ctx, input)
}

func (s *stamping) CreateMultipartUpload(
	ctx context.Context, input s3response.CreateMultipartUploadInput,
) (s3response.InitiateMultipartUploadResult, error) {
	if input.ObjectLockMode == "" {
		input.ObjectLockMode, input.ObjectLockRetainUntilDate = s.lockOf(ctx, input.Bucket)
	}
	return s.Backend.CreateMultipartUpload(ctx, input)
}
