import { mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { quote } from "../quote.ts";
import type { Connection } from "./connection.ts";
import { sshOptions } from "./options.ts";
import { outputMark } from "./output.ts";

/** How a remote command is run. */
export interface RemoteOptions {
  /** Options of ssh that precede the usual ones: of one that is given twice, ssh takes the first. */
  first?: readonly string[];
  /** Whether a person or a pipe gets the output as it comes, so that no mark may be in it. */
  attached?: boolean;
}

/** Arguments of `ssh` that run a POSIX shell script on a host, whatever the user's login shell is there. */
export function sshArguments(
  connection: Connection,
  script: string,
  { first = [], attached = false }: RemoteOptions = {},
): string[] {
  // Where OpenSSH has `%d`, which is not always $HOME.
  mkdirSync(join(userInfo().homedir, ".ssh"), { recursive: true, mode: 0o700 });
  // Without a host's banner, which is no word of a script.
  const options = [...first, "-o", "LogLevel=ERROR", ...sshOptions(connection)];
  const target = ["-p", String(connection.port), `${connection.user}@${connection.host}`, "--"];
  return [...options, ...target, anyShellCommand(script, attached)];
}

/** Longest word that is sent: the original csh takes none over 8 KiB. */
const wordLength = 4000;

/**
 * A command that runs a POSIX shell script, which POSIX shells, fish and csh read alike: they are shown no more than letters,
 * digits and one word in plain quotes. The script's standard input is the command's.
 */
export function anyShellCommand(script: string, attached = false): string {
  const words = Buffer.from(`set --\n${script}`)
    .toString("base64")
    .match(new RegExp(`.{1,${wordLength}}`, "g"));
  const mark = attached ? "" : `echo; echo "${outputMark}"; `;
  const start = `${mark}script=$(printf %s "$@" | base64 -d) && eval "$script"`;
  return ["exec sh -c", `'${start}'`, "sh", ...(words ?? [])].join(" ");
}

/** A script that runs another one as root, with nothing in its environment but what is given. */
export function asRoot(user: string, script: string, values: Readonly<Record<string, string>> = {}): string {
  const settings = Object.entries(values).map(([key, value]) => quote(`${key}=${value}`));
  const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const command = ["env", "-i", path, "LC_ALL=C.UTF-8", ...settings, "sh", "-c", quote(script)].join(" ");
  // A refusal of sudo is to be understood, so it is asked for in English.
  return user === "root" ? `exec ${command}` : `exec env LC_ALL=C sudo -n -- ${command}`;
}
