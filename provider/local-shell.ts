import { execa } from "execa";
import type { HostShell } from "./host-shell.ts";

/** Runs scripts on this machine as the current user. */
export const localShell: HostShell = {
  host: "this machine",
  async run(script, { environment = {}, stdin } = {}) {
    const { exitCode, stdout, stderr } = await execa("sh", ["-c", script], {
      env: environment,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 64 * 1024 * 1024,
      ...(stdin === undefined ? { stdin: "ignore" } : { input: stdin as string }),
    });
    return { code: exitCode ?? 1, stdout, stderr };
  },
};
