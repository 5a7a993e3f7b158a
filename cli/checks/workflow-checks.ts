import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { inCache } from "../../paths.ts";
import { findProgram } from "../machine/programs.ts";
import type { Outcome, Part } from "./part.ts";
import { check } from "./static-checks.ts";

const module = "github.com/rhysd/actionlint/cmd/actionlint";
const version = "v1.7.7";

/** Compiled once and kept with what else can be made again. */
const folder = inCache("checks", `actionlint-${version}`);
const compiled = join(folder, "actionlint");

async function compile(): Promise<Outcome | undefined> {
  if (existsSync(compiled)) return undefined;
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, GOBIN: folder, GOFLAGS: "" };
  const outcome = await check("go", ["install", `${module}@${version}`], { env });
  return outcome.failed > 0 ? outcome : undefined;
}

/** What GitHub would make of the workflows, and their shell scripts; nothing where actionlint can neither be had nor built. */
export function workflowChecks(quick: boolean): Part[] {
  const installed = findProgram("actionlint") ?? (existsSync(compiled) ? compiled : undefined);
  const buildable = !quick && findProgram("go") !== undefined;
  if (!installed && !buildable) return [];
  const run = async () =>
    (installed ? undefined : await compile()) ?? (await check(installed ?? compiled, ["-no-color"]));
  return [{ label: "Workflows", run }];
}
