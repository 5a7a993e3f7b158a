import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection.ts";

/** What a {@link HostStep} does and with what. */
export interface HostStepArgs {
  /** The host. Default: the machine that runs the program. Another host or port makes the step anew there. */
  connection?: pulumi.Input<Connection> | undefined;
  /** Text of the script that brings the host to the wanted state; it may run any number of times. */
  apply: string;
  /** Text of the script that prints in one line what is there: asked right after `apply`, and at every refresh. */
  observe?: string;
  /** Text of the script that takes it away again. Default: it stays. */
  remove?: string;
  /** Settings of the scripts; no secrets. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Standard input of `apply`; a secret stays one, encrypted in the state and absent from command lines. */
  stdin?: pulumi.Input<string>;
  /** What the step makes, for the eye in a preview and for policies; no script sees it. */
  spec?: pulumi.Input<unknown>;
}

/**
 * Something on a host that the scripts of `infra/` set up, observe and take away, by the provider in `provider/`. They
 * run as root there, over SSH. What is observed later on and differs from what was observed after `apply` shows as drift.
 */
export class HostStep extends pulumi.CustomResource {
  /** What `apply` printed. Unknown in a preview when anything has changed. */
  declare readonly stdout: pulumi.Output<string>;

  /** @param kind what a preview calls it: the last part of the type `tovplay-host:index:KIND` */
  constructor(kind: string, name: string, args: HostStepArgs, opts?: pulumi.CustomResourceOptions) {
    super(`tovplay-host:index:${kind}`, name, { ...args, stdout: undefined }, opts);
  }
}
