import { containerOf, type LabHost } from "./hosts.ts";
import { run } from "./program.ts";
import { sshArguments } from "./ssh.ts";

/** Status of a test host. */
export interface HostStatus {
  name: string;
  address: string;
  user: string;
  /** State of its container, or `absent`. */
  state: string;
  /** `ok`, or why a login fails. */
  login: string;
  /** Used and total disk space, such as `548M of 12G`; empty when unknown. */
  disk: string;
  /** Used memory and its limit, such as `180MiB / 5.3GiB`. */
  memory: string;
}

async function ask(file: string, args: readonly string[]): Promise<string> {
  const { code, stdout } = await run(file, args, { timeout: 10_000 });
  return code === 0 ? (stdout.split("\n").at(-1) ?? "").trim() : "";
}

async function tryLogin(host: LabHost): Promise<string> {
  const args = ["-o", "ConnectTimeout=3", ...sshArguments(host), "sudo -n true"];
  const { code, stderr } = await run("ssh", args, { timeout: 10_000 });
  return code === 0 ? "ok" : (stderr.split("\n").at(-1) ?? `exit code ${code}`);
}

/** Reads the status of a test host; changes nothing. */
export async function statusOf(host: LabHost): Promise<HostStatus> {
  const { name, address, user } = host;
  const container = containerOf(host);
  const state = (await ask("docker", ["inspect", "--format", "{{.State.Status}}", container])) || "absent";
  if (state !== "running") return { name, address, user, state, login: "", disk: "", memory: "" };
  const [login, disk, memory] = await Promise.all([
    tryLogin(host),
    ask("docker", [
      "exec",
      container,
      "sh",
      "-c",
      "df -h --output=used,size / | awk 'NR == 2 { print $1 \" of \" $2 }'",
    ]),
    ask("docker", ["stats", "--no-stream", "--format", "{{.MemUsage}}", container]),
  ]);
  return { name, address, user, state, login, disk, memory };
}
