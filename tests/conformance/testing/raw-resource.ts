import * as pulumi from "@pulumi/pulumi";

/** A resource as any program could declare it, without the SDK's own checks. */
export class RawResource extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;

  constructor(token: string, name: string, args: pulumi.Inputs, version: string) {
    super(token, name, { arn: undefined, ...args }, { version });
  }
}
