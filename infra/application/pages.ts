import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { script } from "../host/script.ts";
import type { ServiceContext } from "../host/service.ts";
import { HostStep } from "../host/step.ts";

/** Folder on a host of which nginx serves `current`. */
const pagesDirectory = "/srv/tovplay/frontend";

/** Arguments of {@link Pages}. */
export interface PagesArgs {
  context: ServiceContext;
  /** Image of the frontend on the host; its files are taken out of it, and it is never run. */
  image: pulumi.Input<string>;
  /** Releases kept besides the current one: for a rollback, and for pages that people have open. */
  keep: number;
}

/** The pages of the site as a folder for each release, and a link to the current one. */
export class Pages extends pulumi.ComponentResource {
  constructor(name: string, args: PagesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Pages", name, {}, opts);
    const { context, image, keep } = args;
    new HostStep(
      "Pages",
      `${name}-pages`,
      {
        connection: context.host?.connection,
        apply: script("application/pages"),
        observe: script("application/observe-pages"),
        remove: script("application/remove-pages"),
        environment: {
          TARGET: pagesDirectory,
          IMAGE: image,
          RELEASE: pulumi.output(image).apply(shortHash),
          KEEP: String(keep),
        },
        spec: { image, directory: pagesDirectory, keep },
      },
      { parent: this, dependsOn: context.host?.ready ?? [] },
    );
    this.registerOutputs({});
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
