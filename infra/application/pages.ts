import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { joinedScripts, scriptText } from "../host/script.ts";
import type { ServiceContext } from "../host/service.ts";
import { HostStep } from "../host/step.ts";

/** Folder of the site as nginx sees it, on a host and in a container. */
export const siteDirectory = "/srv/tovplay";

/** The releases of the pages as nginx sees them: `current` is the one that is shown, `kept` has the assets of older ones. */
export const pagesDirectory = `${siteDirectory}/frontend`;

/** Arguments of {@link Pages}. */
export interface PagesArgs {
  context: ServiceContext;
  /** Image of the frontend on the host; its files are taken out of it, and it is never run. */
  image: pulumi.Input<string>;
  /** Releases kept besides the current one: for a rollback, and for pages that people have open. */
  keep: number;
  /** Where the site and the history of its releases are on this host. Default: where a host of its own has them. */
  local?: LocalSite | undefined;
}

/** Folders of a site on a machine that runs other things too; absolute. */
export interface LocalSite {
  /** What nginx sees as {@link siteDirectory}. */
  site: string;
  /** What happened, and which release is in which slot. */
  state: string;
}

/** The pages of the site as a folder for each release, and a link to the current one. */
export class Pages extends pulumi.ComponentResource {
  constructor(name: string, args: PagesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tovplay:infra:Pages", name, {}, opts);
    const { context, image, keep, local } = args;
    const directory = local ? `${local.site}/frontend` : pagesDirectory;
    new HostStep(
      "Pages",
      `${name}-pages`,
      {
        connection: context.host?.connection,
        apply: joinedScripts("host/history.sh", "application/pages.sh"),
        observe: scriptText("application/observe-pages.sh"),
        remove: scriptText("application/remove-pages.sh"),
        environment: {
          TARGET: directory,
          IMAGE: image,
          RELEASE: pulumi.output(image).apply(shortHash),
          KEEP: String(keep),
          ...(local && { STATE_DIRECTORY: local.state }),
        },
        spec: { image, directory, keep },
      },
      { parent: this, dependsOn: context.host?.ready ?? [] },
    );
    this.registerOutputs({});
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
