import type * as pulumi from "@pulumi/pulumi";
import { type ImageName, imageBases, type SiteImageName } from "../app/image-inputs.ts";
import { AppImage } from "../infra/container/app-image.ts";
import type { Environment } from "./settings/environment.ts";

/** ID of an application's image, built on this machine when its sources or base images changed. */
export function appImage(environment: Environment<object>, app: ImageName): pulumi.Output<string> {
  const { stack, checkout, filesDirectory, images, sourceHashes, profiles } = environment;
  return new AppImage(`tovplay-${app}`, {
    context: { stack, filesDirectory, running: profiles.size > 0 },
    app,
    checkout,
    sourceHash: sourceHashes[app],
    baseImages: Object.values(imageBases[app]).map((base) => images[base]),
  }).imageId;
}

/** Images of the site: built from the checkout, or those of the release that is deployed again. */
export function siteImages(environment: Environment<object>): Record<SiteImageName, pulumi.Input<string>> {
  const { appImages } = environment;
  return (
    appImages ?? { backend: appImage(environment, "backend"), frontend: appImage(environment, "frontend") }
  );
}
