import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { inDocker } from "../../database/server.ts";
import { tail } from "../../process/run.ts";
import { Failure } from "../../terminal/exit.ts";
import { type DumpSource, fileChunks } from "../dump/source.ts";
import { printable } from "../names.ts";
import type { Quarantine } from "./quarantine.ts";
import { beginning, start, write } from "./start.ts";

/** Path of the archive in the quarantine. */
const archive = "/tmp/dump";
/** File names in pg_dump's directory format. */
const ownFile = /^(?:toc\.dat|[\w.]+\.dat(?:\.\w+)?|blobs[\w.]*\.toc)$/;

/** The SQL of an archive, by pg_restore in the quarantine. @throws {Failure} when the archive is damaged or truncated */
export async function* archiveText(
  quarantine: Quarantine,
  source: DumpSource,
  progress: (read: number) => void,
): AsyncIterable<Buffer> {
  await run(quarantine, 'rm -rf "$0"', archive);
  if (source.folder) await copyFolder(quarantine, source.folder, progress);
  else await copyInto(quarantine, archive, source.bytes(progress));
  // pg_restore hangs on a tar archive that is truncated within a part.
  if (source.content === "tar" && !(await succeeds(quarantine, 'tar --list --file="$0" >/dev/null', archive)))
    throw incomplete(source, "its end is missing");
  const restore = ["exec", "--user", "999:999", quarantine.container, "pg_restore", "--file=-", archive];
  const child = start(quarantine.server.docker(restore));
  const stderr = beginning(child.stderr);
  child.stdin.end();
  yield* child.stdout as AsyncIterable<Buffer>;
  if ((await child.ended) === 0) return;
  // pg_restore's messages name parts of the archive, not row values.
  const [why = "pg_restore failed"] = tail(stderr(), 1);
  const words = printable(why.replace(/^pg_restore: (?:error: )?/, ""));
  throw incomplete(source, words);
}

const incomplete = ({ name }: DumpSource, why: string) =>
  new Failure("failed", `${name} is damaged or truncated: ${why}; copy it or make the dump again`);

async function copyFolder(
  quarantine: Quarantine,
  folder: string,
  progress: (read: number) => void,
): Promise<void> {
  await run(quarantine, 'mkdir "$0"', archive);
  let before = 0;
  for (const name of (await readdir(folder)).sort()) {
    if (!ownFile.test(name)) continue;
    let read = 0;
    const chunks = fileChunks(join(folder, name), (bytes) => {
      read = bytes;
      progress(before + read);
    });
    await copyInto(quarantine, `${archive}/${name}`, chunks);
    before += read;
  }
}

async function run(quarantine: Quarantine, script: string, path: string): Promise<void> {
  if (!(await succeeds(quarantine, script, path))) throw notCopied();
}

async function succeeds({ server, container }: Quarantine, script: string, path: string): Promise<boolean> {
  const exec = ["exec", "--user", "999:999", container, "sh", "-c", script, path];
  return (await inDocker(server, exec)).code === 0;
}

async function copyInto(quarantine: Quarantine, path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const exec = [
    "exec",
    "--interactive",
    "--user",
    "999:999",
    quarantine.container,
    "sh",
    "-c",
    'cat >"$0"',
    path,
  ];
  const child = start(quarantine.server.docker(exec), { quiet: true });
  for await (const chunk of chunks) await write(child, chunk);
  child.stdin.end();
  if ((await child.ended) !== 0) throw notCopied();
}

const notCopied = () =>
  new Failure(
    "failed",
    "the dump could not be copied to the isolated server; check whether that machine's disk is full",
  );
