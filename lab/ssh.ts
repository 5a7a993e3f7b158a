import { execa } from "execa";
import { sshOptions } from "../provider/ssh/options.ts";
import type { LabHost } from "./hosts.ts";
import { hostKey, identityFile } from "./keys.ts";

/** Arguments of `ssh` before the command, as in a deployment. */
export function sshArguments(host: LabHost): string[] {
  // A shared connection would keep standard error open after this one ends; the first of duplicate options wins.
  const alone = ["-o", "ControlPath=none", "-o", "LogLevel=ERROR"];
  const options = sshOptions({ hostKey: hostKey(host), identityFile: identityFile() });
  return [...alone, ...options, `${host.user}@${host.address}`];
}

/** Opens a shell on the host, or runs a command there, in the caller's terminal; returns its exit code. */
export async function openShell(host: LabHost, command: readonly string[]): Promise<number> {
  const args = [...sshArguments(host), ...(command.length > 0 ? ["--", ...command] : [])];
  const result = await execa("ssh", args, { reject: false, stdio: "inherit" });
  return result.exitCode ?? 128;
}
