import type * as pulumi from "@pulumi/pulumi";
import type { SiteImageName } from "../app/image-inputs.ts";
import { AppImage } from "../infra/container/app-image.ts";
import type { Environment } from "./settings/environment.ts";

/** Images of the applications: built here when their sources changed, or those of the release that is deployed again. */
export function applicationImages(
  environment: Environment<object>,
): Record<SiteImageName, pulumi.Input<string>> {
  const { appImages, stack, checkout, sourceHashes, images, filesDirectory } = environment;
  if (appImages) return appImages;
  const context = { stack, filesDirectory, running: true };
  const build = (app: SiteImageName, baseImages: string[]) =>
    new AppImage(`tovplay-${app}`, { context, app, checkout, sourceHash: sourceHashes[app], baseImages })
      .imageId;
  return {
    backend: build("backend", [images.node, images.debian]),
    frontend: build("frontend", [images.node]),
  };
}
