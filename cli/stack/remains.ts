import { capture, tail } from "../process/run.ts";
import { Failure } from "../terminal/exit.ts";
import { stackLabel } from "./containers.ts";

/** Kinds of Docker objects in the order in which they can go. */
const kinds = [
  { list: ["ps", "--all", "--quiet"], remove: ["rm", "--force"] },
  { list: ["network", "ls", "--quiet"], remove: ["network", "rm"] },
  { list: ["volume", "ls", "--quiet"], remove: ["volume", "rm"] },
] as const;

/** Removes every container, network and volume that carries the local stack's label. */
export async function removeRemains(): Promise<void> {
  for (const { list, remove } of kinds) {
    const { stdout } = await capture("docker", [...list, "--filter", `label=${stackLabel}`]);
    const ids = stdout.split("\n").filter((id) => id !== "");
    if (ids.length === 0) continue;
    const { code, stderr } = await capture("docker", [...remove, ...ids]);
    if (code !== 0)
      throw new Failure("failed", `docker ${remove.join(" ")} failed; see its words above`, {
        detail: tail(stderr),
      });
  }
}
