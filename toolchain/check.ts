import { architectureOf } from "./base/architecture.ts";
import { readCatalogue } from "./base/catalogue.ts";
import { imagesPresent } from "./base/present.ts";
import { exists } from "./driver/cache.ts";
import { findDocker, localImages } from "./driver/docker.ts";
import { findGo } from "./go/find.ts";
import { builtFolder, downloadedFolder } from "./pulumi/key.ts";
import { findOwnEngine } from "./pulumi/own.ts";

/** Reports what is already installed; builds and fetches nothing. */
export async function check(): Promise<Record<string, unknown>> {
  const [docker, go] = await Promise.all([findDocker(), findGo()]);
  const catalogue = readCatalogue();
  const listed = catalogue.images.filter((image) => !image.internal);
  const local = await localImages();
  const images = docker
    ? await imagesPresent({ catalogue, architecture: architectureOf(docker.arch), local }, listed)
    : {};
  return {
    docker: docker?.version ?? null,
    go: go.kind === "path" ? go.version : "container",
    engine: {
      own: (await findOwnEngine())?.version ?? null,
      downloaded: await exists(downloadedFolder()),
      built: await exists(await builtFolder()),
    },
    images: Object.fromEntries(listed.map(({ name }) => [name, images[name] ?? null])),
  };
}
