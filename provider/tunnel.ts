import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { execa } from "execa";
import { z } from "zod";
import { connectionSchema } from "./connection.ts";
import { keyFile } from "./ssh-link.ts";
import { sshOptions } from "./ssh-options.ts";
import { connectionTrouble } from "./ssh-trouble.ts";
import { toProperties, toStruct } from "./values.ts";

const port = z.number().int().min(1).max(65535);
const forwardSchema = z.object({
  connection: connectionSchema,
  localPort: port,
  remotePort: port,
  /** Whether it is an error when the host cannot be reached: a preview goes on without. */
  required: z.boolean(),
});
type Forward = z.infer<typeof forwardSchema>;

/** Longest wait for a forward to be there, in milliseconds. */
const patience = 15_000;

const open = new Map<number, Promise<void>>();

/**
 * Answers a call of the program: `tovplay-host:index:forward` lets a port of this machine's loopback lead to a port of a host's
 * loopback, for as long as this plugin lives.
 */
export async function invoke(request: proto.InvokeRequest): Promise<proto.InvokeResponse> {
  if (request.getTok() !== "tovplay-host:index:forward")
    throw new Error(`there is no function ${request.getTok()}`);
  const forward = forwardSchema.parse(toProperties(request.getArgs()));
  const opened = open.get(forward.localPort) ?? start(forward);
  open.set(forward.localPort, opened);
  await opened.catch((error: unknown) => {
    if (forward.required) throw error;
  });
  return new proto.InvokeResponse().setReturn(toStruct({ port: forward.localPort }));
}

async function start({ connection, localPort, remotePort }: Forward): Promise<void> {
  // The one of a deployment that has just ended may take a moment to close.
  for (const end = Date.now() + patience; (await answers(localPort)) && Date.now() < end; ) await sleep(200);
  if (await answers(localPort)) {
    throw new Error(
      `port ${localPort} of this machine is taken, so the database cannot be reached through it; end what listens there, or choose another forwardPort`,
    );
  }
  // A remote command that ends with our end of its input, so that the forward cannot outlive this process.
  const ssh = execa(
    "ssh",
    [
      // Of an option that is given twice, ssh takes the first: this connection is shared with nobody, who would keep it open.
      ...["-o", "ControlPath=none", "-o", "ExitOnForwardFailure=yes"],
      ...sshOptions(connection),
      ...["-L", `127.0.0.1:${localPort}:127.0.0.1:${remotePort}`],
      ...["-p", String(connection.port), `${connection.user}@${connection.host}`, "--", "cat"],
    ],
    { env: { TOVPLAY_SSH_KEY_FILE: keyFile(process.env) }, reject: false, stdin: "pipe", stdout: "ignore" },
  );
  let ended: string | undefined;
  void ssh.then(({ stderr }) => {
    ended = stderr;
  });
  const end = Date.now() + patience;
  while (!(await answers(localPort))) {
    if (ended !== undefined || Date.now() > end) {
      throw new Error(connectionTrouble(connection.host, ended ?? "connection timed out"));
    }
    await sleep(50);
  }
}

function answers(localPort: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port: localPort });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
