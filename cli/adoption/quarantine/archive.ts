import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { inDocker } from "../../database/server.ts";
import { tail } from "../../process/run.ts";
import { Failure } from "../../terminal/exit.ts";
import { type DumpSource, fileChunks } from "../dump/source.ts";
import { printable } from "../names.ts";
import type { Quarantine } from "./quarantine.ts";
import { beginning, start, write } from "./start.ts";

/** Where an archive lies in the quarantine. */
const ARCHIVE = "/tmp/dump";
/** Names that pg_dump gives to the files of a directory. */
const OWN_FILE = /^(?:toc\.dat|[\w.]+\.dat(?:\.\w+)?|blobs[\w.]*\.toc)$/;

/**
 * What pg_restore makes of an archive; it works on a copy in the quarantine.
 * @throws {Failure} when the archive is damaged or cut off
 */
export async function* archiveText(
  quarantine: Quarantine,
  source: DumpSource,
  progress: (read: number) => void,
): AsyncIterable<Buffer> {
  await inside(quarantine, 'rm -rf "$0"', ARCHIVE);
  if (source.folder) await copyFolder(quarantine, source.folder, progress);
  else await copyInto(quarantine, ARCHIVE, source.bytes(progress));
  // pg_restore never ends on a tar archive that is cut off inside of a part.
  if (source.content === "tar" && !(await succeeds(quarantine, 'tar --list --file="$0" >/dev/null', ARCHIVE)))
    throw notWhole(source, "its end is missing");
  const restore = ["exec", "--user", "999:999", quarantine.container, "pg_restore", "--file=-", ARCHIVE];
  const child = start(quarantine.server.docker(restore));
  const said = beginning(child.stderr);
  child.stdin.end();
  yield* child.stdout as AsyncIterable<Buffer>;
  if ((await child.ended) === 0) return;
  // pg_restore speaks of the archive's parts, not of rows.
  const [why = "it ended early"] = tail(said(), 1);
  const words = printable(why.replace(/^pg_restore: (?:error: )?/, ""));
  throw notWhole(source, words);
}

const notWhole = ({ name }: DumpSource, why: string) =>
  new Failure("failed", `${name} cannot be read whole: ${why}; make the dump again, or copy it again`);

async function copyFolder(
  quarantine: Quarantine,
  folder: string,
  progress: (read: number) => void,
): Promise<void> {
  await inside(quarantine, 'mkdir "$0"', ARCHIVE);
  let before = 0;
  for (const name of (await readdir(folder)).sort()) {
    if (!OWN_FILE.test(name)) continue;
    let read = 0;
    const chunks = fileChunks(join(folder, name), (bytes) => {
      read = bytes;
      progress(before + read);
    });
    await copyInto(quarantine, `${ARCHIVE}/${name}`, chunks);
    before += read;
  }
}

async function inside(quarantine: Quarantine, script: string, path: string): Promise<void> {
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
    "the dump cannot be copied to the server that tries it out; see whether that machine's disk is full",
  );
