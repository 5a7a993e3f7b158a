import { realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { z } from "zod";
import { inCache } from "../../paths.ts";
import { exists } from "../driver/cache.ts";
import { ask } from "../driver/command.ts";
import { parseJson } from "../driver/json.ts";
import { isAtLeast } from "../go/version.ts";
import { release } from "./release.ts";

/** An engine that the user installed. */
export interface OwnEngine {
  folder: string;
  version: string;
}

/** The first `pulumi` on PATH that is not this project's own, if it is recent enough and has the Node.js language host beside it. */
export async function findOwnEngine(path: string = process.env.PATH ?? ""): Promise<OwnEngine | undefined> {
  for (const folder of path.split(delimiter).filter((entry) => entry !== "")) {
    const file = join(folder, "pulumi");
    if (!(await exists(file))) continue;
    const real = await realpath(file);
    if (real.startsWith(inCache())) continue;
    const beside = await Promise.all(
      [folder, dirname(real)].map((at) => exists(join(at, "pulumi-language-nodejs"))),
    );
    if (!beside.includes(true)) return undefined;
    const version = (await ask(file, ["version"])) ?? "";
    return isAtLeast(version, release.oldest) ? { folder, version: version.replace(/^v/, "") } : undefined;
  }
  return undefined;
}

const pluginList = z.array(z.object({ name: z.string(), kind: z.string(), version: z.string().optional() }));

/** An engine's installed plugins, as `name@version`. */
export async function pluginsPresent(
  pulumi: string,
  environment: Record<string, string> = {},
): Promise<Set<string>> {
  const answer = await ask(pulumi, ["plugin", "ls", "--json"], { environment });
  const parsed = pluginList.safeParse(parseJson(answer));
  return new Set((parsed.data ?? []).map(({ name, version }) => `${name}@${version ?? ""}`));
}
