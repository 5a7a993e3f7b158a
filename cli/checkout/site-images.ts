import { logStoreKinds } from "../../infra/monitoring/log-store-kinds.ts";
import { imagesSchema } from "../../stacks/settings/images.ts";

/** Base images that the site and its database run on; all others serve monitoring. */
export const siteImages = ["debian", "node", "nginx", "postgres", "pgbouncer"];

/** Images of monitoring that every machine has; of the log stores it has one. */
const monitoringImages = Object.keys(imagesSchema.shape).filter((name) => !siteImages.includes(name));

/** Whether an image of monitoring is still to be built. @param images what the machine has, `null` for what it has not */
export function lacksMonitoring(images: Readonly<Record<string, string | null>>): boolean {
  return monitoringImages.some((name) => !images[name]);
}

/** The site's images, and one of them in the place of each that a program without the profile `monitoring` names and never starts. */
export function withPlaceholders(images: Readonly<Record<string, string>>): Record<string, string> {
  const { debian = "" } = images;
  // Where images have to be built, the log store that is only ever pulled is not among them.
  const absent = [...monitoringImages, ...logStoreKinds.filter((kind) => kind !== "loki")];
  return { ...Object.fromEntries(absent.map((name) => [name, debian])), ...images };
}
