import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import type { Rule } from "./rule.ts";
import { refersTo, stackPolicy } from "./stack-policy.ts";

/** A requirement for every S3 bucket and the resources with its settings. */
export interface BucketRule extends Rule {
  /**
   * What is wrong with a bucket, as the end of the sentence 'Bucket … …'; undefined when it is good.
   * @param settingOf returns the inputs of the bucket's setting of a type, for example `BucketVersioning`; undefined when the stack has none
   */
  decide: (
    bucket: Record<string, unknown>,
    settingOf: <Inputs>(type: string) => Inputs | undefined,
  ) => string | undefined;
}

/** Types of buckets, including the name in older programs. */
const bucketKinds = { "aws:s3/bucket:Bucket": "Bucket", "aws:s3/bucketV2:BucketV2": "Bucket" };

/** The rule as a Pulumi policy. */
export function bucketPolicy(rule: BucketRule): StackValidationPolicy {
  const { decide, ...about } = rule;
  return stackPolicy({
    ...about,
    kinds: bucketKinds,
    decide: (bucket, all) => {
      const settingOf = <Inputs>(type: string) =>
        all.find((setting) => isSetting(setting, type) && refersTo(setting, "bucket", bucket, "bucket"))
          ?.props as Inputs | undefined;
      return decide(bucket.props, settingOf);
    },
  });
}

const isSetting = ({ type }: PolicyResource, wanted: string) =>
  type.startsWith("aws:s3/") && type.replace(/V2$/, "").endsWith(`:${wanted}`);
