import { readFileSync } from "node:fs";
import { Command } from "commander";
import { expect, test } from "vitest";
import { z } from "zod";
import { commands } from "../commands.ts";
import { inCheckout } from "./place.ts";

const packageFile = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = packageFile.parse(JSON.parse(readFileSync(inCheckout("package.json"), "utf8")));

test("npm test, npm run lint and npm run dev exist", () => {
  expect(Object.keys(scripts)).toEqual(["dev", "lint", "test"]);
});

test.each(Object.values(scripts))(
  "the npm script '%s' calls the launcher with options that it has",
  async (script) => {
    const [launcher, name, ...options] = script.split(" ");
    expect(launcher).toBe("./tovrun");
    const entry = commands.find((command) => command.name === name);
    const command = new Command().exitOverride();
    (await entry?.load())?.configure(command);
    command.action(() => undefined);
    expect(entry).toBeDefined();
    await expect(command.parseAsync(options, { from: "user" })).resolves.toBe(command);
  },
);
