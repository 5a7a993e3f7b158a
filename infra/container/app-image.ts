import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { heldBack, type ServiceContext } from "../host/service.ts";

/** Arguments of {@link AppImage}. */
export interface AppImageArgs {
  context: ServiceContext;
  /** Folder of the application below `app/`. */
  app: string;
  /** Root of the checkout, where the build is started. */
  checkout: string;
  /** Hash of everything that goes into the image; the image is built again when it changes. */
  sourceHash: string;
  /** Images that it is built from. */
  baseImages: string[];
}

/** An application of this repository as a container image, built on the machine that runs the program. */
export class AppImage extends pulumi.ComponentResource {
  /** Image ID. Unknown in a preview when the application has changed. */
  readonly imageId: pulumi.Output<string>;

  constructor(name: string, args: AppImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:AppImage", name, {}, opts);
    const build = new local.Command(
      `${name}-build`,
      {
        create: `node --import tsx app/image.ts ${args.app}`,
        dir: args.checkout,
        triggers: [args.sourceHash, ...args.baseImages],
      },
      { parent: this, ignoreChanges: ["dir", ...heldBack(args.context)] },
    );
    this.imageId = build.stdout.apply(imageId);
    this.registerOutputs({ imageId: this.imageId });
  }
}

/** @throws when a build printed something else than an image ID */
export function imageId(printed: string): string {
  const id = printed.trim();
  if (/^sha256:[0-9a-f]{64}$/.test(id)) return id;
  throw new Error(
    `the build printed ${JSON.stringify(id.slice(0, 80))} instead of an image ID; run it by hand to see why`,
  );
}
