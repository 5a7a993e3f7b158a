import { randomUUID } from "node:crypto";
import { execa } from "execa";
import { pack } from "tar-stream";

/** What a container of a test is made of. */
export interface ScratchContainerArgs {
  image: string;
  network: string;
  address: string;
  /** Other names by which containers of the network find it. */
  aliases?: string[];
  /** Numeric id of the user who owns the files; nobody else can read them. */
  user: number;
  /** Content by absolute path. */
  files: Record<string, string>;
  environment?: Record<string, string>;
  command: string[];
}

/** A container of a test. */
export interface ScratchContainer {
  /** Runs a program inside; returns its output. */
  run(command: string[], options?: { user?: string; input?: string }): Promise<string>;
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** Makes a container, puts its files in place and starts it. */
export async function startContainer(args: ScratchContainerArgs): Promise<ScratchContainer> {
  const name = `scratch-conformance-${randomUUID().slice(0, 8)}`;
  const place = ["--network", args.network, "--ip", args.address];
  const aliases = (args.aliases ?? []).flatMap((alias) => ["--network-alias", alias]);
  const settings = Object.entries(args.environment ?? {}).flatMap(([key, value]) => [
    "--env",
    `${key}=${value}`,
  ]);
  await execa("docker", [
    "create",
    "--name",
    name,
    ...place,
    ...aliases,
    ...settings,
    args.image,
    ...args.command,
  ]);
  const archive = pack();
  for (const [path, content] of Object.entries(args.files)) {
    archive.entry({ name: path.slice(1), mode: 0o400, uid: args.user, gid: args.user }, content);
  }
  archive.finalize();
  const copy = execa("docker", ["cp", "-", `${name}:/`], { stdin: "pipe" });
  archive.pipe(copy.stdin);
  await copy;
  await execa("docker", ["start", name]);
  return {
    run: async (command, { user = "", input = "" } = {}) =>
      (await execa("docker", ["exec", "-i", ...(user ? ["--user", user] : []), name, ...command], { input }))
        .stdout,
    logs: async () => {
      const { stdout, stderr } = await execa("docker", ["logs", name]);
      return `${stdout}\n${stderr}`;
    },
    stop: async () => void (await execa("docker", ["rm", "--force", "--volumes", name])),
  };
}
