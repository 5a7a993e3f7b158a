import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceContext } from "./service.ts";

/** Arguments of {@link Volume}. */
export interface VolumeArgs {
  context: ServiceContext;
  /** Refuse every plan that would delete the volume. */
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
      { name, labels: [{ label: "org.tovplay.stack", value: args.context.stack }] },
      { parent: this, protect: args.protect },
    );
    this.volumeName = this.resource.name;
    this.registerOutputs({ volumeName: this.volumeName });
  }
}
