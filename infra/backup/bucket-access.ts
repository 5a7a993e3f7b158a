import { AccessKey } from "@pulumi/aws/iam/accessKey.js";
import { User } from "@pulumi/aws/iam/user.js";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy.js";
import * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link BucketAccess}. */
export interface BucketAccessArgs {
  /** Policy document that says what the identity may do. Changing it applies at once and replaces nothing. */
  policy: string;
  /** Counts the access keys. Raising it makes a new key before the old one is deleted. */
  keyGeneration: number;
}

/** An identity of AWS that has one access key and nothing but the rights of one policy; it cannot sign in to the console. */
export class BucketAccess extends pulumi.ComponentResource {
  /** Secret. */
  readonly accessKeyId: pulumi.Output<string>;
  /** Secret. */
  readonly secretAccessKey: pulumi.Output<string>;

  constructor(name: string, args: BucketAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:BucketAccess", name, {}, opts);
    const user = new User(`${name}-user`, { name, path: "/tovplay/" }, { parent: this });
    new UserPolicy(`${name}-policy`, { name, user: user.name, policy: args.policy }, { parent: this });
    const key = new AccessKey(`${name}-key-${args.keyGeneration}`, { user: user.name }, { parent: this });
    this.accessKeyId = pulumi.secret(key.id);
    this.secretAccessKey = pulumi.secret(key.secret);
    this.registerOutputs({ accessKeyId: this.accessKeyId, secretAccessKey: this.secretAccessKey });
  }
}
