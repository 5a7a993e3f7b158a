import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../host/connection.ts";
import type { ServiceContext } from "../host/service.ts";

/** Arguments of {@link ImageDelivery}; another host makes the delivery anew there. None of them touches a running container; a container follows the `imageId`. */
export interface ImageDeliveryArgs {
  context: ServiceContext;
  /** Image ID (`sha256:…`) of an image that this machine's engine has, or `name@sha256:…`. Another one is brought beside the old. */
  image: pulumi.Input<string>;
  /**
   * `transfer`: from this machine's engine over SSH, only the layers that the host lacks; `registry`: the host pulls it by its digest.
   * Changing it moves nothing that is there.
   */
  delivery: "transfer" | "registry";
  /**
   * Repository under which the image is tagged on the host, as in `tovplay/backend`; of that name the old ones are removed.
   * Default: the name in `image`; an image ID has none. Changing it delivers the image under the new name and removes the old one.
   */
  name?: string;
  /** How many images of that name the host keeps, besides those that containers use. Default: 3. */
  keep?: number;
  /** Whom the registry lets pull; the password travels by standard input and is forgotten on the host. Default: everybody. */
  credentials?: { username: string; password: pulumi.Input<string> };
}

type HostImageArgs = Omit<ImageDeliveryArgs, "context"> & { connection: Connection | undefined };

/** The resource behind an {@link ImageDelivery}: see `provider/image/image-kind.ts`. */
class HostImage extends pulumi.CustomResource {
  /** ID of the image on the host. Unknown in a preview when anything has changed. */
  declare readonly imageId: pulumi.Output<string>;

  constructor(name: string, args: HostImageArgs, opts?: pulumi.CustomResourceOptions) {
    super("tovplay-host:index:Image", name, { ...args, imageId: undefined, present: undefined }, opts);
  }
}

/**
 * An image that a host has before anything runs from it, checked by its digest. A second run sends nothing, one that was cut off goes on
 * where it stopped, and an image that was removed by hand shows as drift.
 */
export class ImageDelivery extends pulumi.ComponentResource {
  /**
   * What a container on the host names as its image: the image ID, or the name and digest of one that was pulled. It is known in
   * a preview whenever `image` is, so what runs from it has to depend on this component.
   */
  readonly imageId: pulumi.Output<string>;

  constructor(name: string, args: ImageDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:ImageDelivery", name, {}, opts);
    const { context, ...settings } = args;
    const image = new HostImage(
      `${name}-image`,
      { ...settings, connection: context.host?.connection },
      { parent: this, dependsOn: context.host?.ready ?? [] },
    );
    // A transfer leaves no registry's digest on the host: there the image has its ID alone.
    const named = (given: string) =>
      args.delivery === "transfer" && given.includes("@") ? image.imageId : given;
    this.imageId = pulumi.output(args.image).apply((given) => pulumi.output(named(given)));
    this.registerOutputs({ imageId: this.imageId });
  }
}
