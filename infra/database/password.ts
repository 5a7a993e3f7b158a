import type * as pulumi from "@pulumi/pulumi";
import { all, ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { RandomBytes, RandomPassword } from "@pulumi/random";
import { scramVerifier } from "./scram.ts";

/** A generated password of 40 letters and digits (238 bits), with the verifier that stands for it in a database server. */
export class Password extends ComponentResource {
  /** The password itself; secret. */
  readonly value: pulumi.Output<string>;
  /** SCRAM-SHA-256 verifier of the password; secret. */
  readonly verifier: pulumi.Output<string>;

  constructor(name: string, opts?: ComponentResourceOptions) {
    super("tovplay:infra:Password", name, {}, opts);
    const password = new RandomPassword(`${name}-password`, { length: 40, special: false }, { parent: this });
    const salt = new RandomBytes(`${name}-salt`, { length: 16 }, { parent: this });
    this.value = password.result;
    this.verifier = all([password.result, salt.base64]).apply(([value, base64]) =>
      scramVerifier(value, base64),
    );
    this.registerOutputs({ value: this.value, verifier: this.verifier });
  }
}
