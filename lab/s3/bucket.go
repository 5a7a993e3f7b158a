package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend"
)

// ensureBucket creates the bucket with versions and a lock in compliance mode, and sets its rule and its policy.
func ensureBucket(ctx context.Context, store backend.Backend, given settings) error {
	bucket := given.Bucket
	if _, err := store.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &bucket}); err != nil {
		if err := createBucket(ctx, store, given); err != nil {
			return err
		}
	}
	now := time.Now()
	rule, err := json.Marshal(auth.BucketLockConfig{
		Enabled:          true,
		DefaultRetention: &types.DefaultRetention{Mode: types.ObjectLockRetentionModeCompliance, Days: &given.RetentionDays},
		CreatedAt:        &now,
	})
	if err != nil {
		return err
	}
	if err := store.PutObjectLockConfiguration(ctx, bucket, rule); err != nil {
		return err
	}
	return store.PutBucketPolicy(ctx, bucket, given.Policy)
}

func createBucket(ctx context.Context, store backend.Backend, given settings) error {
	owner := given.Root.KeyID
	acl, err := json.Marshal(auth.ACL{Owner: owner, Grantees: []auth.Grantee{
		{Permission: auth.PermissionFullControl, Access: owner, Type: types.TypeCanonicalUser},
	}})
	if err != nil {
		return err
	}
	locked := true
	return store.CreateBucket(ctx, &s3.CreateBucketInput{
		Bucket:                     &given.Bucket,
		CreateBucketConfiguration:  &types.CreateBucketConfiguration{},
		ObjectLockEnabledForBucket: &locked,
		ObjectOwnership:            types.ObjectOwnershipBucketOwnerEnforced,
	}, acl)
}
