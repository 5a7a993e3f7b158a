import { mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { quote } from "../quote.ts";
import type { Connection } from "./connection.ts";
import { sshOptions } from "./options.ts";
import { outputMark } from "./output.ts";

/** Options of a remote command. */
export interface RemoteOptions {
  /** ssh options before the usual ones: ssh uses the first of duplicate options. */
  first?: readonly string[];
  /** Whether the output goes directly to a person or a pipe, so that it must not contain the mark. */
  attached?: boolean;
}

/** Arguments of `ssh` that run a POSIX shell script on a host, with any login shell there. */
export function sshArguments(
  connection: Connection,
  script: string,
  { first = [], attached = false }: RemoteOptions = {},
): string[] {
  // OpenSSH's `%d`, which is not always $HOME.
  mkdirSync(join(userInfo().homedir, ".ssh"), { recursive: true, mode: 0o700 });
  // Hide the host's banner, which is not part of a script's output.
  const options = [...first, "-o", "LogLevel=ERROR", ...sshOptions(connection)];
  const target = ["-p", String(connection.port), `${connection.user}@${connection.host}`, "--"];
  return [...options, ...target, anyShellCommand(script, attached)];
}

/** Longest word sent: the original csh accepts at most 8 KiB. */
const wordLength = 4000;

/**
 * A command that runs a POSIX shell script and that POSIX shells, fish and csh read alike: it contains only letters,
 * digits and one word in single quotes. The script gets the command's standard input.
 */
export function anyShellCommand(script: string, attached = false): string {
  const words = Buffer.from(`set --\n${script}`)
    .toString("base64")
    .match(new RegExp(`.{1,${wordLength}}`, "g"));
  const mark = attached ? "" : `echo; echo "${outputMark}"; `;
  const start = `${mark}script=$(printf %s "$@" | base64 -d) && eval "$script"`;
  return ["exec sh -c", `'${start}'`, "sh", ...(words ?? [])].join(" ");
}

/** A script that runs another one as root, with only the given environment. */
export function asRoot(user: string, script: string, values: Readonly<Record<string, string>> = {}): string {
  const settings = Object.entries(values).map(([key, value]) => quote(`${key}=${value}`));
  const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const command = ["env", "-i", path, "LC_ALL=C.UTF-8", ...settings, "sh", "-c", quote(script)].join(" ");
  // sudo's errors are parsed, so they must be in English.
  return user === "root" ? `exec ${command}` : `exec env LC_ALL=C sudo -n -- ${command}`;
}
