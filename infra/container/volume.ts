import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dockerOptions, nameOnHost, type ServiceContext } from "../host/service.ts";

/** Arguments of {@link Volume}. */
export interface VolumeArgs {
  context: ServiceContext;
  /** Refuse every plan that would delete the volume, and leave it on the host even when its declaration goes. */
  protect: boolean;
}

/** Data of a container, kept when the container is replaced or taken down. */
export class Volume extends pulumi.ComponentResource {
  readonly volumeName: pulumi.Output<string>;
  /** The volume itself, for resources that live and die with its data (`deletedWith`). */
  readonly resource: docker.Volume;

  constructor(name: string, args: VolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Volume", name, {}, opts);
    this.resource = new docker.Volume(
      `${name}-volume`,
      { name: nameOnHost(name), labels: [{ label: "org.tovplay.stack", value: args.context.stack }] },
      { ...dockerOptions(args.context, this), protect: args.protect, retainOnDelete: args.protect },
    );
    this.volumeName = this.resource.name;
    this.registerOutputs({ volumeName: this.volumeName });
  }
}
