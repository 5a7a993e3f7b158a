import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { execa, type Options } from "execa";
import { z } from "zod";
import { asRoot, sshArguments } from "./ssh/command.ts";
import { connectionSchema } from "./ssh/connection.ts";
import { sshEnvironment } from "./ssh/key.ts";
import { connectionTrouble, sudoTrouble } from "./ssh/trouble.ts";
import { toProperties, toStruct } from "./values.ts";

const port = z.number().int().min(1).max(65535);
const windowSchema = z.object({
  /** The server's host; this machine when absent. */
  connection: connectionSchema.optional(),
  container: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "is no container's name"),
  /** Port of this machine's loopback at which the server is reached. */
  localPort: port,
  /** Port of the host's loopback that it leads to over SSH. */
  remotePort: port.optional(),
  /** Whether it is an error when the window cannot be opened: a preview goes on without. */
  required: z.boolean(),
});
type Window = z.infer<typeof windowSchema>;

/** Longest wait for a window to be open, in milliseconds. */
const patience = 15_000;

/** Seconds without a sign of life after which the server closes a window itself. */
const silence = 45;

const script = readFileSync(new URL("provisioning-window.sh", import.meta.url), "utf8");

/** One that is held open, by what holds it. */
interface Holder {
  /** Known once `tovplay_provisioner` may log in. @throws one sentence */
  opened: Promise<void>;
  /** Closes the window, and ends when it is closed. */
  close(): Promise<void>;
}

const holders = new Map<string, Holder>();

/**
 * Answers a call of the program: `tovplay-host:index:window` lets `tovplay_provisioner` log in to a server, through a port of
 * this machine's loopback, until {@link closeWindows} or for as long as this plugin lives.
 */
export async function invoke(request: proto.InvokeRequest): Promise<proto.InvokeResponse> {
  if (request.getTok() !== "tovplay-host:index:window")
    throw new Error(`there is no function ${request.getTok()}`);
  const window = windowSchema.parse(toProperties(request.getArgs()));
  const key = `${window.localPort}/${window.container}`;
  const holder = holders.get(key) ?? hold(window);
  holders.set(key, holder);
  await holder.opened.catch((error: unknown) => {
    if (window.required) throw error;
  });
  return new proto.InvokeResponse().setReturn(toStruct({ port: window.localPort }));
}

/** Closes every window that this plugin holds; its last deed. */
export async function closeWindows(): Promise<void> {
  await Promise.all([...holders.values()].map((holder) => holder.close()));
}

function hold(window: Window): Holder {
  let child: ReturnType<typeof start> | undefined;
  let closing = false;
  const open = async () => {
    await portFree(window);
    if (closing) return;
    child = start(window);
    await child.opened;
    void child.ended.then(again);
  };
  /** A server that restarts ends what holds its window, and leaves the role as it is: somebody has to close it later. */
  const again = async (): Promise<void> => {
    if (closing) return;
    await sleep(1000);
    await open().catch(again);
  };
  return {
    opened: open(),
    async close() {
      closing = true;
      child?.end();
      await child?.ended;
    },
  };
}

/** The forward of a deployment that has just ended may take a moment to close. */
async function portFree({ connection, localPort }: Window): Promise<void> {
  if (!connection) return;
  for (const end = Date.now() + patience; (await answers(localPort)) && Date.now() < end; ) await sleep(200);
  if (!(await answers(localPort))) return;
  throw new Error(
    `port ${localPort} of this machine is taken, so the database cannot be reached through it; end what listens there, or choose another forwardPort`,
  );
}

/**
 * Starts what holds a window open, here or on the host. It ends with its standard input, which is ours: whatever becomes of
 * this process, nothing is left behind. It is in no group with this process, so that a signal to all does not cut it short.
 */
function start(window: Window) {
  const { file, args, env } = command(window);
  const options = { env, reject: false, stdin: "pipe", detached: true, cleanup: false } satisfies Options;
  const child = execa(file, args, options);
  child.stdin.on("error", () => undefined);
  const beat = setInterval(() => child.stdin.write("\n"), 1000);
  const ended = child.then(({ stderr }) => {
    clearInterval(beat);
    return stderr;
  });
  const opened = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line === "open") resolve(reached(window));
    });
    void ended.then((said) => reject(new Error(trouble(window, said))));
    const limit = setTimeout(() => reject(new Error(trouble(window, "connection timed out"))), patience);
    limit.unref();
  });
  const end = () => {
    clearInterval(beat);
    child.stdin.end();
  };
  return { opened, ended, end };
}

function command({ connection, container, localPort, remotePort }: Window) {
  const values = { CONTAINER: container, PATIENCE: String(silence) };
  if (!connection) return { file: "sh", args: ["-c", script], env: values };
  const first = [
    // This connection is shared with nobody, who would keep it open.
    ...["-o", "ControlPath=none", "-o", "ExitOnForwardFailure=yes"],
    ...(remotePort === undefined ? [] : ["-L", `127.0.0.1:${localPort}:127.0.0.1:${remotePort}`]),
  ];
  const args = sshArguments(connection, asRoot(connection.user, script, values), { first });
  return { file: "ssh", args, env: sshEnvironment(process.env) };
}

/** Waits until the server answers at the port: a forward is there a moment later than the connection. */
async function reached({ localPort }: Window): Promise<void> {
  for (const end = Date.now() + patience; !(await answers(localPort)); await sleep(50)) {
    if (Date.now() > end)
      throw new Error(`nothing answers at port ${localPort} of this machine, which should be the database`);
  }
}

/** One sentence for a window that did not open. */
function trouble({ connection, container }: Window, said: string): string {
  const where = connection?.host ?? "this machine";
  const database = /(?:FATAL|ERROR): {2}(.*)|(No such container.*|container .* is not running)/m.exec(said);
  const words = database?.[1] ?? database?.[2];
  if (words) return `${where}: ${container} does not let the provisioner in (${words}); see whether it runs`;
  if (connection) return sudoTrouble(connection, said) ?? connectionTrouble(connection, said);
  return `${container} does not let the provisioner in (${said.trim().slice(-200) || "it said nothing"}); see whether it runs`;
}

function answers(localPort: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port: localPort });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
