import { execa } from "execa";
import { sshOptions } from "../provider/ssh/options.ts";
import type { LabHost } from "./hosts.ts";
import { hostKey, identityFile } from "./keys.ts";

/** Arguments of `ssh` up to the command, as every deployment has them. */
export function sshArguments(host: LabHost): string[] {
  // A shared connection would keep this one's standard error open after its end; what comes first wins.
  const alone = ["-o", "ControlPath=none", "-o", "LogLevel=ERROR"];
  const options = sshOptions({ hostKey: hostKey(host), identityFile: identityFile() });
  return [...alone, ...options, `${host.user}@${host.address}`];
}

/** Opens a shell on the host, or runs a command there, on the caller's own terminal; returns its exit code. */
export async function openShell(host: LabHost, command: readonly string[]): Promise<number> {
  const args = [...sshArguments(host), ...(command.length > 0 ? ["--", ...command] : [])];
  const result = await execa("ssh", args, { reject: false, stdio: "inherit" });
  return result.exitCode ?? 128;
}
