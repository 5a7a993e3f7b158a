import { bucketPolicy } from "../../bucket-policy.ts";
import { type Statement, statementsOf } from "../../policy-document.ts";

export const policy = bucketPolicy({
  name: "bucket-https-only",
  why: "Over plain HTTP anyone on the network path can read the data and the request's signature.",
  fix: 'Add a BucketPolicy that denies s3:* to everybody when aws:SecureTransport is "false" for it.',
  decide: (_bucket, settingOf) => {
    const setting = settingOf<{ policy: unknown }>("BucketPolicy");
    if (setting === undefined) return "allows plain HTTP";
    const statements = statementsOf(setting.policy);
    if (statements === undefined) return "has a policy that is not a policy document";
    return statements.some(deniesPlainHttp) ? undefined : "allows plain HTTP";
  },
});

function deniesPlainHttp({ allows, everybody, actions, condition }: Statement): boolean {
  const secure = String(condition.Bool?.["aws:SecureTransport"]);
  return (
    !allows && everybody && secure === "false" && actions.some((action) => ["*", "s3:*"].includes(action))
  );
}
