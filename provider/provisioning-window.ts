import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { execa, type Options } from "execa";
import { z } from "zod";
import { asRoot, sshArguments } from "./ssh/command.ts";
import { connectionSchema } from "./ssh/connection.ts";
import { connectionFailure, sudoFailure } from "./ssh/failure.ts";
import { sshEnvironment } from "./ssh/key.ts";
import { toProperties, toStruct } from "./values.ts";

const port = z.number().int().min(1).max(65535);
const windowSchema = z.object({
  /** The server's host. Default: this machine. */
  connection: connectionSchema.optional(),
  container: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "is not a container name"),
  /** Local loopback port at which the server is reachable. */
  localPort: port,
  /** The host's loopback port to which it is forwarded over SSH. */
  remotePort: port.optional(),
  /** Whether failing to open the window is an error: a preview continues without it. */
  required: z.boolean(),
});
type Window = z.infer<typeof windowSchema>;

/** Timeout for opening a window, in milliseconds. */
const openTimeout = 15_000;

/** Seconds without a heartbeat after which the server closes a window. */
const silence = 45;

const script = readFileSync(new URL("provisioning-window.sh", import.meta.url), "utf8");

/** An open window. */
interface Holder {
  /** Resolves when `tovplay_provisioner` may log in. */
  opened: Promise<void>;
  /** Resolves when the window is closed. */
  close(): Promise<void>;
}

const holders = new Map<string, Holder>();

/**
 * Handles the program's function calls: `tovplay-host:index:window` lets `tovplay_provisioner` log in to a server through a local
 * loopback port, until {@link closeWindows} or the end of this plugin.
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

/** Closes every open window; called last. */
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
  /** A restart of the server ends the holder but leaves the role enabled, so the window must be opened again to be closed. */
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

/** The port forward of a deployment that has just ended may take a moment to close. */
async function portFree({ connection, localPort }: Window): Promise<void> {
  if (!connection) return;
  for (const end = Date.now() + openTimeout; (await answers(localPort)) && Date.now() < end; )
    await sleep(200);
  if (!(await answers(localPort))) return;
  throw new Error(
    `local port ${localPort} is in use, so the database cannot be forwarded to it; stop the program that uses it, or set another forwardPort`,
  );
}

/**
 * Starts the script that holds a window open, here or on the host. It ends with its standard input, which this process owns, so
 * nothing is left behind if this process dies. It has a separate process group, so that a signal to the group does not stop it early.
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
    void ended.then((said) => reject(new Error(openFailure(window, said))));
    const limit = setTimeout(
      () => reject(new Error(openFailure(window, "connection timed out"))),
      openTimeout,
    );
    limit.unref();
  });
  const end = () => {
    clearInterval(beat);
    child.stdin.end();
  };
  return { opened, ended, end };
}

function command({ connection, container, localPort, remotePort }: Window) {
  const values = { CONTAINER: container, SILENCE: String(silence) };
  if (!connection) return { file: "sh", args: ["-c", script], env: values };
  const first = [
    // Do not share this connection, because another user of it would keep it open.
    ...["-o", "ControlPath=none", "-o", "ExitOnForwardFailure=yes"],
    ...(remotePort === undefined ? [] : ["-L", `127.0.0.1:${localPort}:127.0.0.1:${remotePort}`]),
  ];
  const args = sshArguments(connection, asRoot(connection.user, script, values), { first });
  return { file: "ssh", args, env: sshEnvironment(process.env) };
}

/** Waits until the server answers at the port: the forward starts a moment after the connection. */
async function reached({ localPort }: Window): Promise<void> {
  for (const end = Date.now() + openTimeout; !(await answers(localPort)); await sleep(50)) {
    if (Date.now() > end)
      throw new Error(
        `the database does not answer at local port ${localPort}, to which it should be forwarded`,
      );
  }
}

/** Explains why a window did not open. */
function openFailure({ connection, container }: Window, said: string): string {
  const where = connection?.host ?? "this machine";
  const database = /(?:FATAL|ERROR): {2}(.*)|(No such container.*|container .* is not running)/m.exec(said);
  const words = database?.[1] ?? database?.[2];
  if (words)
    return `${where}: ${container} refuses the provisioner's login (${words}); check that it is running`;
  if (connection) return sudoFailure(connection, said) ?? connectionFailure(connection, said);
  return `${container} refuses the provisioner's login (${said.trim().slice(-200) || "no error message"}); check that it is running`;
}

function answers(localPort: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port: localPort });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
