import { hostname } from "node:os";
import { processFacts } from "../machine/process-facts.ts";
import { isDead } from "../process/lock-owner.ts";
import { capture, type Finished } from "../process/run.ts";

/** Runs Docker where the containers are; never throws for its exit code. */
export type DockerCall = (args: readonly string[]) => Promise<Finished>;

/** The Docker engine of this machine. */
export const dockerHere: DockerCall = (args) => capture("docker", args);

/** A container that a launcher made for itself, and that outlived it. */
export interface Leftover {
  id: string;
  name: string;
  /** What it was made for. */
  purpose: Purpose;
}

/** What launchers make containers for, and the label that such a container carries. */
const purposeLabels = { adoption: "org.tovplay.part=adoption", restore: "org.tovplay.restore" } as const;
type Purpose = keyof typeof purposeLabels;

const ownerLabel = "org.tovplay.owner";
const processLabel = "org.tovplay.pid";
const startedLabel = "org.tovplay.started";

/** Arguments of `docker run` that name this launcher as the owner of the container, which is left over once it is no more. */
export function ownerLabels(): string[] {
  const labels = {
    [ownerLabel]: hostname(),
    [processLabel]: String(process.pid),
    [startedLabel]: processFacts(process.pid).start ?? "",
  };
  return Object.entries(labels).flatMap(([label, value]) => ["--label", `${label}=${value}`]);
}

/** The containers that launchers of this machine left behind. Empty where Docker does not answer. */
export async function listLeftovers(docker: DockerCall): Promise<Leftover[]> {
  const purposes: Purpose[] = ["adoption", "restore"];
  return (await Promise.all(purposes.map((purpose) => leftOf(docker, purpose)))).flat();
}

/** Removes what {@link listLeftovers} found, with the volumes that belong to it alone. @returns the names of what could not be removed */
export async function removeLeftovers(docker: DockerCall, leftovers: readonly Leftover[]): Promise<string[]> {
  const results = await Promise.all(
    leftovers.map(async ({ id, name }) => ({
      name,
      code: (await docker(["rm", "--force", "--volumes", id])).code,
    })),
  );
  return results.filter(({ code }) => code !== 0).map(({ name }) => name);
}

const format = [
  "{{.ID}}",
  "{{.Names}}",
  ...[ownerLabel, processLabel, startedLabel].map((label) => `{{.Label "${label}"}}`),
];

async function leftOf(docker: DockerCall, purpose: Purpose): Promise<Leftover[]> {
  const filter = `label=${purposeLabels[purpose]}`;
  const { stdout } = await docker(["ps", "--all", "--filter", filter, "--format", format.join("\t")]);
  return stdout.split("\n").flatMap((line) => {
    const [id = "", name = "", ...owner] = line.split("\t");
    return id !== "" && isLeftBehind(owner) ? [{ id, name, purpose }] : [];
  });
}

/** Another machine's launchers cannot be seen from here, so theirs count as alive. */
function isLeftBehind([host = "", pid = "", startedAt = ""]: readonly string[]): boolean {
  if (host !== "" && host !== hostname()) return false;
  const started = startedAt === "" ? {} : { startedAt };
  return pid === "" || isDead({ host: hostname(), pid: Number(pid), ...started });
}

/** `tovplay-restore (restore)`, for a sentence. */
export function leftoverNames(leftovers: readonly Leftover[]): string {
  return leftovers.map(({ name, purpose }) => `${name} (${purpose})`).join(", ");
}
