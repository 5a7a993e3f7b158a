import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { inState } from "../place.ts";
import { capture } from "../run.ts";

/** Names of base images that were made once and are no longer in the Docker engine; undefined when none were made. */
export async function imagesMissing(): Promise<string[] | undefined> {
  const file = inState("images.json");
  if (!existsSync(file)) return undefined;
  const images = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8")));
  const checked = await Promise.all(
    Object.entries(images).map(async ([name, reference]) => {
      const { code } = await capture("docker", ["image", "inspect", "--format", "{{.Id}}", reference]);
      return code === 0 ? [] : [name];
    }),
  );
  return checked.flat();
}
