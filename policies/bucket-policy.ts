import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import type { Rule } from "./rule.ts";
import { refersTo, stackPolicy } from "./stack-policy.ts";

/** A demand on every bucket of S3 and on the resources that hold its settings. */
export interface BucketRule extends Rule {
  /**
   * What is wrong with a bucket, as the end of the sentence 'Bucket … …'; nothing when it is good.
   * @param settingOf the inputs of the bucket's setting of a type, for example `BucketVersioning`; nothing when the stack has none
   */
  decide: (
    bucket: Record<string, unknown>,
    settingOf: <Inputs>(type: string) => Inputs | undefined,
  ) => string | undefined;
}

/** Types of buckets, the one that has another name in older programs included. */
const bucketKinds = { "aws:s3/bucket:Bucket": "Bucket", "aws:s3/bucketV2:BucketV2": "Bucket" };

/** The rule as a policy of Pulumi's engine. */
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
