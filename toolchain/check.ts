import { architectureOf } from "./base/architecture.ts";
import { readCatalogue } from "./base/catalogue.ts";
import { imagesPresent } from "./base/present.ts";
import { findDocker } from "./driver/docker.ts";
import { findGo } from "./go/find.ts";

/** Says what is there already; builds and fetches nothing. */
export async function check(): Promise<Record<string, unknown>> {
  const [docker, go] = await Promise.all([findDocker(), findGo()]);
  const catalogue = readCatalogue();
  const public_ = catalogue.images.filter((image) => !image.internal);
  const images = docker ? await imagesPresent(catalogue, public_, architectureOf(docker.arch)) : {};
  return {
    docker: docker?.version ?? null,
    go: go.kind === "path" ? go.version : "container",
    images: Object.fromEntries(public_.map(({ name }) => [name, images[name] ?? null])),
  };
}
