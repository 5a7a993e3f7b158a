import * as pulumi from "@pulumi/pulumi";
import { script } from "./script.ts";
import type { ServiceContext } from "./service.ts";
import { HostStep } from "./step.ts";

/** Arguments of {@link DeploymentRecord}. */
export interface DeploymentRecordArgs {
  context: ServiceContext;
  /** What is deployed: plain values, no secrets. Deploying it again is a rollback. */
  release: pulumi.Input<Record<string, unknown>>;
}

/**
 * A line in the history of the host for every deployment that changed something there: who, when, how long, and the whole
 * release. It comes last: let it depend on everything that the deployment makes.
 */
export class DeploymentRecord extends pulumi.ComponentResource {
  constructor(name: string, args: DeploymentRecordArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:DeploymentRecord", name, {}, opts);
    new HostStep(
      "Record",
      `${name}-line`,
      {
        connection: args.context.host?.connection,
        apply: script("host/record"),
        observe: script("host/observe/record"),
        stdin: pulumi.jsonStringify(args.release),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
