import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { execa } from "execa";
import { expect } from "vitest";
import { onHost, sshCommand } from "../../../cli/hosts/connections.ts";
import { captureCommand, environmentOf } from "../../../cli/hosts/remote.ts";
import { hostMachine, pipeDocker, thisMachine } from "../../../cli/recovery/machine.ts";
import type { HostShell } from "../../../provider/host-shell.ts";
import { packed } from "../../../provider/image/archive.ts";
import { deliver, removeImage } from "../../../provider/image/deliver.ts";
import { PieceCache } from "../../../provider/image/piece-cache.ts";
import { fakeImage, fakeSource } from "../../../provider/image/testing/fake-image.ts";
import { closeWindows, invoke } from "../../../provider/provisioning-window.ts";
import { sshEnvironment } from "../../../provider/ssh/key.ts";
import { sshOptions } from "../../../provider/ssh/options.ts";
import { sshShell } from "../../../provider/ssh/shell.ts";
import { toStruct } from "../../../provider/values.ts";
import { freePort } from "../testing/free-port.ts";
import { until } from "../testing/until.ts";
import type { SshHost } from "./ssh-host.ts";

const shellOf = ({ connection }: Pick<SshHost, "connection">): HostShell =>
  sshShell(connection, { environment: process.env, owner: "a test" });
const host = ({ connection }: SshHost) => ({ name: "host", connection });

/** A value that a shell other than a POSIX shell would read differently. */
const value = `it's "5" \\ $HOME !! {a,b} é\nsecond`;

/** Scripts of the provider with variables and input, which set up Docker, nginx and the rest. */
async function providerScript(on: SshHost): Promise<void> {
  const script = `# it's "the" script!
id -un && printf '%s\\n' "$VALUE" && cat && exit 3`;
  expect(await shellOf(on).run(script, { environment: { VALUE: value }, stdin: "input\n" })).toEqual({
    code: 3,
    stdout: `root\n${value}\ninput\n`,
    stderr: "",
  });
}

/** The deployment's lock, held by a connection. */
async function deploymentLock(on: SshHost): Promise<void> {
  const said: string[] = [];
  const shell = shellOf(on);
  await shell.lock?.((line) => said.push(line));
  expect(said).toEqual([]);
  expect((await shell.run("cat /run/lock/tovplay-deployment.owner")).stdout).toBe("a test\n");
}

/** Delivery of an image, layer by layer, to the host's engine (here this machine's). */
async function imageDelivery(on: SshHost): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-ssh-layers-"));
  const shell = shellOf(on);
  const { stdout: architecture } = await execa("docker", ["version", "--format", "{{.Server.Arch}}"]);
  const name = `scratch-conformance/ssh-${randomBytes(4).toString("hex")}`;
  const layer = await packed([[name.slice(-8), randomBytes(100_000)]]);
  const image = await fakeImage([layer]);
  const inputs = { connection: on.connection, image: image.id, name, delivery: "transfer" } as const;
  try {
    const source = fakeSource({ ...image, architecture });
    const surroundings = { source, cache: new PieceCache(folder), pause: 0 };
    expect(await deliver(shell, inputs, () => undefined, surroundings)).toMatchObject({ layersSent: 1 });
    expect(await deliver(shell, inputs, () => undefined, surroundings)).toMatchObject({ sentBytes: 0 });
  } finally {
    await removeImage(shell, inputs);
    rmSync(folder, { recursive: true });
  }
}

/** What the launcher's commands ask a host for: its history, its containers. */
async function commandOnHost(on: SshHost): Promise<void> {
  expect(await onHost(host(on), "cd /root && id -un && echo '{{.ID}}\t!'", process.env)).toMatch(
    /^root\n\{\{\.ID\}\}\t!$/,
  );
}

/** Docker on a host, for the database and for recovery: arguments, input, exit code and byte streams. */
async function dockerOnHost(on: SshHost): Promise<void> {
  const words = ["sh", "-c", 'printf "%s\\n" "$1"; cat; exit 3', "sh", value];
  const end = await captureCommand(sshCommand(host(on), words), { input: "input" });
  expect(end).toEqual({ code: 3, stdout: `${value}\ninput`, stderr: "" });
  const from = { machine: hostMachine(host(on)), args: ["version", "--format", "{{.Client.Os}}"] };
  const reader = { name: "reader", command: () => ({ file: "grep", args: ["-x", "linux"] }) };
  expect(await pipeDocker(from, { machine: reader, args: [] })).toBe(true);
  // The reader does not read: where it ends first, the writer fails.
  await until("Docker here writes to Docker there", () =>
    pipeDocker({ machine: thisMachine, args: ["version"] }, from),
  );
}

/** Interactive psql: its output is not parsed, so a greeting may precede it. */
async function attachedOnHost(on: SshHost): Promise<void> {
  const command = sshCommand(host(on), ["sh", "-c", "cat; echo done"], "attached");
  const { stdout } = await execa(command.file, command.args, {
    env: environmentOf(command),
    input: "input\n",
  });
  expect(stdout).toMatch(/input\ndone$/);
}

/** The Docker provider as user `deploy`, with the arguments that docker/cli/cli/connhelper gives to ssh. */
async function dockerProvider({ connection }: SshHost): Promise<void> {
  const words = ["-l", "deploy", "-p", String(connection.port), ...sshOptions(connection), "-T"];
  const dial = [...words, "--", connection.host, "docker system dial-stdio"];
  const input = "GET /_ping HTTP/1.1\r\nHost: docker.example.com\r\nConnection: close\r\n\r\n";
  const { stdout } = await execa("ssh", dial, { env: sshEnvironment(process.env), input });
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK/);
}

/** Access to a database: a forwarded port, and a login that lasts as long as the connection. */
async function databaseWindow({ connection, container, port }: SshHost): Promise<void> {
  const localPort = await freePort("127.0.0.1");
  const window = { connection, container, localPort, remotePort: port, required: true };
  const request = new proto.InvokeRequest().setTok("tovplay-host:index:window").setArgs(toStruct(window));
  try {
    await invoke(request);
    const socket = connect({ host: "127.0.0.1", port: localPort });
    expect(String((await once(socket, "data"))[0])).toMatch(/^SSH-2/);
    socket.destroy();
  } finally {
    await closeWindows();
  }
}

/** Every way in which this project uses a host. */
export const remotePaths = {
  "a script of the provider": providerScript,
  "the deployment's lock": deploymentLock,
  "the delivery of an image": imageDelivery,
  "a command of the launcher": commandOnHost,
  "Docker on the host": dockerOnHost,
  "interactive psql": attachedOnHost,
  "the Docker provider": dockerProvider,
  "access to a database": databaseWindow,
} as const satisfies Record<string, (on: SshHost) => Promise<void>>;
