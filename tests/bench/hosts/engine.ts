import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

export const checkout = fileURLToPath(new URL("../../..", import.meta.url));

/** The environment that `./tovrun` gives the engine: PATH with the toolchain, the base images, the state's location. */
export async function engineEnvironment(): Promise<NodeJS.ProcessEnv> {
  const program = ["node", "--print", "JSON.stringify(process.env)"];
  const { stdout } = await execa(join(checkout, "tovrun"), ["exec", "--", ...program], {
    cwd: checkout,
    stdin: "ignore",
  });
  return JSON.parse(stdout.split("\n").at(-1) ?? "");
}
