import { parseArgs } from "node:util";
import { ensureCertificates } from "./authority.ts";
import { ensureHost, ensureNameServer, ensureNetwork } from "./bring-up.ts";
import { UsageFailure } from "./failure.ts";
import { hostNamed, hosts, s3 } from "./hosts.ts";
import { debianImage, ensureImage } from "./image.ts";
import { ensureKeys, identityFile } from "./keys.ts";
import { perform, restore, scenarioNamed } from "./perform.ts";
import { finish } from "./report.ts";
import { ensureS3 } from "./s3.ts";
import { scenarios } from "./scenarios.ts";
import { openShell } from "./ssh.ts";
import { ensureStacks } from "./stacks.ts";
import { statusOf } from "./status.ts";
import { takeDown } from "./take-down.ts";

/** Result of a command for the launcher, or an exit code. */
type Outcome = Record<string, unknown> | number;

async function up(): Promise<Outcome> {
  await Promise.all([ensureKeys(hosts), ensureCertificates([...hosts, s3])]);
  const image = await ensureImage();
  finish("image");
  await ensureNetwork();
  await Promise.all([
    ensureNameServer(image),
    ensureS3(debianImage()).then(() => ensureStacks(hosts)),
    ...hosts.map((host) => ensureHost(host, image)),
  ]);
  return {
    identityFile: identityFile(),
    hosts: hosts.map(({ name, address, user }) => ({ name, address, user })),
  };
}

async function down(args: string[]): Promise<Outcome> {
  const { values } = parseArgs({ args, options: { purge: { type: "boolean", default: false } } });
  await takeDown(values.purge);
  return {};
}

async function status(): Promise<Outcome> {
  return { hosts: await Promise.all(hosts.map(statusOf)) };
}

async function ssh([name = "", ...command]: string[]): Promise<Outcome> {
  return openShell(hostNamed(name), command);
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new UsageFailure(`--for must be a number of seconds from 1 to 3600, not '${text}'`);
}

async function run(args: string[]): Promise<Outcome> {
  const options = { host: { type: "string" }, for: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = ""] = positionals;
  if (name === "restore") {
    const chosen = values.host === undefined ? hosts : [hostNamed(values.host)];
    await Promise.all(chosen.map(restore));
  } else {
    await perform(scenarioNamed(name), hostNamed(values.host ?? "production"), secondsOf(values.for));
  }
  return {};
}

async function list(): Promise<Outcome> {
  return { scenarios: scenarios.map(({ name, summary }) => ({ name, summary })) };
}

const known: Record<string, (args: string[]) => Promise<Outcome>> = { up, down, status, ssh, run, list };

/** The command with that name. @throws {UsageFailure} when there is none */
export function commands(name: string): (args: string[]) => Promise<Outcome> {
  const command = known[name];
  if (command) return command;
  throw new UsageFailure(`there is no command 'lab ${name}'; choose from ${Object.keys(known).join(", ")}`);
}
