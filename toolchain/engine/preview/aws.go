package preview

import p "github.com/pulumi/pulumi-go-provider"

// AWSVersion is that of the npm package.
const AWSVersion = "7.48.0"

// AWS serves the types of S3 and IAM with which a backup bucket and its writer are declared.
func AWS() p.Provider { return provider("aws", awsResources) }

var awsResources = map[string]kind{
	// Its deprecated settings are left out on purpose: each is a resource of its own below.
	"aws:s3/bucket:Bucket": {
		optional: []string{"bucket", "bucketNamespace", "bucketPrefix", "forceDestroy", "objectLockEnabled", "region", "tags"},
		replaces: []string{"bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled", "region"},
		outputs: []string{"arn", "bucketDomainName", "bucketRegion", "bucketRegionalDomainName", "hostedZoneId", "tagsAll",
			"websiteDomain", "websiteEndpoint"},
		named: "bucket",
	},
	"aws:s3/bucketVersioning:BucketVersioning": ofBucket([]string{"versioningConfiguration"}, "mfa"),
	"aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
		required: []string{"bucket"},
		optional: []string{"expectedBucketOwner", "objectLockEnabled", "region", "rule", "token"},
		replaces: []string{"bucket", "expectedBucketOwner", "objectLockEnabled", "region"},
		secrets:  []string{"token"},
	},
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration":                       ofBucket(nil, "rules", "timeouts", "transitionDefaultMinimumObjectSize"),
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket([]string{"rules"}),
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
		required: []string{"bucket"},
		optional: []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "region", "restrictPublicBuckets", "skipDestroy"},
		replaces: []string{"bucket", "region"},
	},
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
		required: []string{"bucket", "rule"},
		optional: []string{"region"},
		replaces: []string{"bucket", "region"},
	},
	"aws:s3/bucketPolicy:BucketPolicy": {
		required: []string{"bucket", "policy"},
		optional: []string{"region"},
		replaces: []string{"bucket", "region"},
	},
	"aws:iam/user:User": {
		optional: []string{"forceDestroy", "name", "path", "permissionsBoundary", "tags"},
		outputs:  []string{"arn", "tagsAll", "uniqueId"},
		named:    "name",
	},
	"aws:iam/policy:Policy": {
		required: []string{"policy"},
		optional: []string{"delayAfterPolicyCreationInMs", "description", "name", "namePrefix", "path", "tags"},
		replaces: []string{"description", "name", "namePrefix", "path"},
		outputs:  []string{"arn", "attachmentCount", "policyId", "tagsAll"},
		named:    "name",
	},
	"aws:iam/userPolicy:UserPolicy": {
		required: []string{"policy", "user"},
		optional: []string{"name", "namePrefix"},
		replaces: []string{"name", "namePrefix", "user"},
		named:    "name",
	},
	"aws:iam/userPolicyAttachment:UserPolicyAttachment": {
		required: []string{"policyArn", "user"},
		replaces: []string{"policyArn", "user"},
	},
	"aws:iam/accessKey:AccessKey": {
		required: []string{"user"},
		optional: []string{"pgpKey", "status"},
		replaces: []string{"pgpKey", "user"},
		outputs: []string{"createDate", "encryptedSecret", "encryptedSesSmtpPasswordV4", "keyFingerprint", "secret",
			"sesSmtpPasswordV4"},
		secrets: []string{"secret", "sesSmtpPasswordV4"},
	},
}

// ofBucket is a setting of a bucket that is a resource of its own.
func ofBucket(required []string, optional ...string) kind {
	return kind{
		required: append([]string{"bucket"}, required...),
		optional: append([]string{"expectedBucketOwner", "region"}, optional...),
		replaces: []string{"bucket", "expectedBucketOwner", "region"},
	}
}
