import type * as pulumi from "@pulumi/pulumi";
import { ImageDelivery } from "../infra/container/image-delivery.ts";
import { RemoteHost, type RemoteHostArgs } from "../infra/host/remote-host.ts";
import type { ServiceContext } from "../infra/host/service.ts";
import { connectionTo, type HostSettings } from "./settings/host.ts";

/** What a container needs of its image. */
export interface HostImage {
  image: pulumi.Input<string>;
  /** Done when the host has the image. */
  after: pulumi.Resource[];
}

/** Where a stack puts its services: a host over SSH, or this machine. */
export interface Host {
  context: ServiceContext;
  /** Name of a resource for a thing on this host. */
  at: (thing: string) => string;
  /** An image of this machine, once the host has it. @param name short name of the image, without `tovplay/` */
  deliver: (name: string, image: pulumi.Input<string>) => HostImage;
}

/** How a host over SSH is prepared and gets its images. */
export interface PreparedHostArgs extends Omit<RemoteHostArgs, "connection"> {
  delivery: "transfer" | "registry";
  /** How many images of one name the host keeps. Default: that of {@link ImageDelivery}. */
  keep?: number;
}

/** Prepares a host over SSH. */
export function preparedHost(settings: HostSettings, args: PreparedHostArgs): Host {
  const { delivery, keep, ...preparation } = args;
  const { context } = new RemoteHost(settings.name, { ...preparation, connection: connectionTo(settings) });
  const at = (thing: string) => `${settings.name}/${thing}`;
  const kept = keep === undefined ? {} : { keep };
  return {
    context,
    at,
    deliver: (name, image) => {
      const delivered = new ImageDelivery(at(name), {
        context,
        image,
        delivery,
        name: `tovplay/${name}`,
        ...kept,
      });
      return { image: delivered.imageId, after: [delivered] };
    },
  };
}

/** This machine: its engine has every image already. */
export function thisMachine(context: ServiceContext): Host {
  return { context, at: (thing) => thing, deliver: (_, image) => ({ image, after: [] }) };
}
