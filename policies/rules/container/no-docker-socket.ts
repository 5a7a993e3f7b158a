import { containerPolicy } from "../../container-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** Sockets of container engines, by the end of their paths. */
const socket = /(^|\/)(docker|containerd|podman|crio|buildkitd)\.sock$/;
/** Folders that hold one, by the whole path. */
const holder = /^(\/|\/var|(\/var)?\/run(\/(docker|containerd|podman|crio|buildkit))?)$/;

export const policy = containerPolicy({
  name: "no-docker-socket",
  why: "Who may talk to the engine's socket can start a privileged container, which makes them root on the host, read-only mount or not.",
  mend: "Read logs and metrics from files or from an exporter instead, and leave deploying to the deployment.",
  severity: "critical",
  decide: ({ mounts, volumes }) =>
    firstFinding(mounts, ({ source }) => decidePath(source)) ??
    firstFinding(volumes, ({ hostPath }) => decidePath(hostPath)),
});

function decidePath(given: string | undefined): string | undefined {
  const path = given?.replace(/\/+/g, "/").replace(/(.)\/$/, "$1");
  if (path === undefined) return undefined;
  if (socket.test(path)) return `mounts ${path}, the socket of a container engine`;
  return holder.test(path) ? `mounts ${path}, in which the socket of its container engine lies` : undefined;
}
