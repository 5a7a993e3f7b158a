import type { HostState } from "./host-state.ts";
import type { LocalImage } from "./image-source.ts";

/** Why an image cannot be transferred to a host; undefined when it can. */
export function mismatch(
  { architecture, store }: Pick<LocalImage, "architecture" | "store">,
  state: Pick<HostState, "architecture" | "store">,
  host: string,
): string | undefined {
  if (architecture !== state.architecture)
    return `the image is built for ${architecture} but ${host} is ${state.architecture}; build it on a machine with that architecture`;
  if (store === state.store) return undefined;
  const setting = `"containerd-snapshotter": ${store === "containerd"}`;
  return `the Docker engine of ${host} keeps images in its ${state.store} store but this machine's uses the ${store} one, where image IDs differ; set ${setting} under "features" in /etc/docker/daemon.json there, or deliver by registry`;
}
