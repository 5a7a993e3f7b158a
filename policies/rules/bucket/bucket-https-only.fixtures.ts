import { bucketFixtures } from "../../testing/bucket-fixtures.ts";

const denial = {
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: ["s3:*"],
  Condition: { Bool: { "aws:SecureTransport": false } },
};
const statements = (...list: object[]) => ({
  settings: { BucketPolicy: { policy: JSON.stringify({ Statement: list }) } },
});
const plainHttp = "allows plain HTTP";

export const fixtures = bucketFixtures({
  good: {
    "a list of statements": statements({ Effect: "Allow", Action: "s3:GetObject" }, denial),
    "a parsed document": { settings: { BucketPolicy: { policy: { Statement: [denial] } } } },
  },
  bad: {
    "no policy": { settings: { BucketPolicy: undefined }, says: plainHttp },
    "a policy that is not JSON": {
      settings: { BucketPolicy: { policy: "deny all" } },
      says: "not a policy document",
    },
    "a denial of one action": { ...statements({ ...denial, Action: "s3:PutObject" }), says: plainHttp },
    "a denial for one user": {
      ...statements({ ...denial, Principal: { AWS: "arn:aws:iam::111122223333:user/example" } }),
      says: plainHttp,
    },
    "a denial of HTTPS": {
      ...statements({ ...denial, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      says: plainHttp,
    },
    "an Allow statement": { ...statements({ ...denial, Effect: "Allow" }), says: plainHttp },
  },
});
