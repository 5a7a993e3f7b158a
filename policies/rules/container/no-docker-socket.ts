import { containerPolicy } from "../../container-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** Sockets of container engines, by the ends of their paths. */
const socket = /(^|\/)(docker|containerd|podman|crio|buildkitd)\.sock$/;
/** Folders that contain one, by their complete paths. */
const holder = /^(\/|\/var|(\/var)?\/run(\/(docker|containerd|podman|crio|buildkit))?)$/;

export const policy = containerPolicy({
  name: "no-docker-socket",
  why: "Anyone with access to the engine's socket can start a privileged container and become root on the host, even with a read-only mount.",
  fix: "Read logs and metrics from files or an exporter instead, and start containers only by deployments.",
  severity: "critical",
  decide: ({ mounts, volumes }) =>
    firstFinding(mounts, ({ source }) => decidePath(source)) ??
    firstFinding(volumes, ({ hostPath }) => decidePath(hostPath)),
});

function decidePath(given: string | undefined): string | undefined {
  const path = given?.replace(/\/+/g, "/").replace(/(.)\/$/, "$1");
  if (path === undefined) return undefined;
  if (socket.test(path)) return `mounts ${path}, the socket of a container engine`;
  return holder.test(path) ? `mounts ${path}, which contains the socket of the container engine` : undefined;
}
