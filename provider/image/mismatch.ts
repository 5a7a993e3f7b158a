import type { HostState } from "./host-state.ts";
import type { LocalImage } from "./image-source.ts";

/** Why an image cannot get to a host as it is, as one sentence; nothing when it can. */
export function mismatch(
  { architecture, store }: Pick<LocalImage, "architecture" | "store">,
  state: Pick<HostState, "architecture" | "store">,
  host: string,
): string | undefined {
  if (architecture !== state.architecture)
    return `the image is made for ${architecture} and ${host} is ${state.architecture}; build it on a machine like that host`;
  if (store === state.store) return undefined;
  const setting = `"containerd-snapshotter": ${store === "containerd"}`;
  return `the Docker engine of ${host} keeps images in its ${state.store} store and this machine's in the ${store} one, where the same image has another ID; set ${setting} under "features" in /etc/docker/daemon.json there, or deliver by registry`;
}
