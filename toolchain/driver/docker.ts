import { z } from "zod";
import { ask } from "./command.ts";
import { ToolchainFailure } from "./failure.ts";
import { parseJson } from "./json.ts";

const versionText = z.object({ version: z.string().min(1), arch: z.string(), folder: z.string() });

/** Facts about the Docker engine that the toolchain needs. */
export type DockerEngine = z.infer<typeof versionText>;

/** What the names of all images built here begin with. */
export const localPrefix = "tovplay-base/";

/** The Docker engine of the `docker` command, or undefined when none answers. */
export async function findDocker(): Promise<DockerEngine | undefined> {
  const format =
    '{"version":{{json .ServerVersion}},"arch":{{json .Architecture}},"folder":{{json .DockerRootDir}}}';
  const answer = await ask("docker", ["info", "--format", format]);
  const parsed = versionText.safeParse(parseJson(answer?.split("\n").at(-1)));
  return parsed.success ? parsed.data : undefined;
}

/** The Docker engine. @throws when none answers */
export async function requireDocker(): Promise<DockerEngine> {
  const engine = await findDocker();
  if (engine) return engine;
  throw new ToolchainFailure(
    "No Docker engine answers; install and start one (`docker info` must work) and run the command again.",
  );
}

/** IDs of the images that were built here, by reference, in one question to the engine. */
export async function localImages(): Promise<Map<string, string>> {
  const format = "{{.Repository}}:{{.Tag}} {{.ID}}";
  const args = ["image", "ls", "--no-trunc", "--filter", `reference=${localPrefix}*`, "--format", format];
  const lines = ((await ask("docker", args)) ?? "").split("\n");
  return new Map(lines.map((line) => line.split(" ")).map(([reference = "", id = ""]) => [reference, id]));
}

/** The ID of a local image, or undefined when it does not exist. */
export async function imageId(name: string): Promise<string | undefined> {
  const id = await ask("docker", ["image", "inspect", "--format", "{{.Id}}", name]);
  return id?.startsWith("sha256:") ? id : undefined;
}
