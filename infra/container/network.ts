import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dockerOptions, nameOnHost, type ServiceContext } from "../host/service.ts";

/** Arguments of {@link Network}. */
export interface NetworkArgs {
  context: ServiceContext;
}

/** A bridge network of the host; containers find one another by name on it. */
export class Network extends pulumi.ComponentResource {
  readonly networkName: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Network", name, {}, opts);
    this.networkName = args.context.running
      ? this.create(name, args.context)
      : pulumi.output(nameOnHost(name));
    this.registerOutputs({ networkName: this.networkName });
  }

  private create(name: string, context: ServiceContext): pulumi.Output<string> {
    const labels = [{ label: "org.tovplay.stack", value: context.stack }];
    const options = { ...dockerOptions(context, this), deleteBeforeReplace: true };
    return new docker.Network(
      `${name}-network`,
      { name: nameOnHost(name), driver: "bridge", labels },
      options,
    ).name;
  }
}
