import { readFileSync } from "node:fs";
import { z } from "zod";
import { inCheckout } from "../paths.ts";
import { tlsKeyFile } from "./authority.ts";
import type { LabHost } from "./hosts.ts";
import { must } from "./program.ts";
import { finish, say } from "./report.ts";
import { s3Settings } from "./s3.ts";
import { type LabSecret, labStack, writeStackFile } from "./stack-files.ts";

const listed = z.array(z.object({ name: z.string() }));

async function pulumi(args: readonly string[], input = ""): Promise<string> {
  return must("pulumi", [...args, "--non-interactive", "--cwd", inCheckout()], { input });
}

/** Ensures the lab stack of each host, with its settings and its secrets. */
export async function ensureStacks(hosts: readonly LabHost[]): Promise<void> {
  say("stacks", "writing settings");
  const known = listed.parse(JSON.parse(await pulumi(["stack", "ls", "--json"]))).map(({ name }) => name);
  for (const host of hosts) await ensureStack(host, known.includes(labStack(host)));
  finish("stacks");
}

async function ensureStack(host: LabHost, exists: boolean): Promise<void> {
  const stack = labStack(host);
  // The salt of a deleted stack is invalid for a new one.
  const missing = writeStackFile(host, "valid", !exists);
  if (!exists) await pulumi(["stack", "init", stack, "--no-select"]);
  for (const secret of missing) {
    say("stacks", `encrypting ${secret} of ${stack}`);
    await pulumi(["config", "set", "--secret", "--stack", stack, secret], secretOf[secret](host));
  }
}

const secretOf: Record<LabSecret, (host: LabHost) => string> = {
  "tovplay:tlsKey": (host) => readFileSync(tlsKeyFile(host), "utf8"),
  "tovplay:s3Secret": () => s3Settings()?.writer.secret ?? "",
};
