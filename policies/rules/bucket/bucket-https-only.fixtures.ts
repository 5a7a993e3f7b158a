import { bucketFixtures } from "../../bucket-fixtures.ts";

const denial = {
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: ["s3:*"],
  Condition: { Bool: { "aws:SecureTransport": false } },
};
const statements = (...list: object[]) => ({
  settings: { BucketPolicy: { policy: JSON.stringify({ Statement: list }) } },
});
const plainHttp = "may be used over plain HTTP";

export const fixtures = bucketFixtures({
  good: {
    "a list of statements": statements({ Effect: "Allow", Action: "s3:GetObject" }, denial),
    "a document that is no text": { settings: { BucketPolicy: { policy: { Statement: [denial] } } } },
  },
  bad: {
    "no policy": { settings: { BucketPolicy: undefined }, says: plainHttp },
    "no JSON": { settings: { BucketPolicy: { policy: "deny all" } }, says: "no policy document" },
    "a denial of one action": { ...statements({ ...denial, Action: "s3:PutObject" }), says: plainHttp },
    "a denial for one user": {
      ...statements({ ...denial, Principal: { AWS: "arn:aws:iam::111122223333:user/example" } }),
      says: plainHttp,
    },
    "a denial of HTTPS": {
      ...statements({ ...denial, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      says: plainHttp,
    },
    "an allowance": { ...statements({ ...denial, Effect: "Allow" }), says: plainHttp },
  },
});
