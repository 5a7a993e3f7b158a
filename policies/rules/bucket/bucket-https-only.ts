import { bucketPolicy } from "../../bucket-policy.ts";
import { type Statement, statementsOf } from "../../policy-document.ts";

export const policy = bucketPolicy({
  name: "bucket-https-only",
  why: "Over plain HTTP everybody on the way reads what is stored, and the signature with which it was stored.",
  mend: 'Add a BucketPolicy that denies s3:* to everybody when aws:SecureTransport is "false" for it.',
  decide: (_bucket, settingOf) => {
    const setting = settingOf<{ policy: unknown }>("BucketPolicy");
    if (setting === undefined) return "may be used over plain HTTP";
    const statements = statementsOf(setting.policy);
    if (statements === undefined) return "has a policy that is no policy document";
    return statements.some(deniesPlainHttp) ? undefined : "may be used over plain HTTP";
  },
});

function deniesPlainHttp({ allows, everybody, actions, condition }: Statement): boolean {
  const secure = String(condition.Bool?.["aws:SecureTransport"]);
  return (
    !allows && everybody && secure === "false" && actions.some((action) => ["*", "s3:*"].includes(action))
  );
}
