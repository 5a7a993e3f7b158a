import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { script } from "../../infra/host/script.ts";
import { inCheckout } from "../../paths.ts";

const part = /^infra\/(\w+)\/scripts\/([\w/-]+)\.sh$/;

/** Scripts of hosts, as `ROOM/NAME`, that no other one uses: they bring all others with them. */
export function wholeScripts(files: readonly string[]): string[] {
  const found = files.flatMap((file) => {
    const [, room = "", name = ""] = part.exec(file) ?? [];
    return name === "" ? [] : [{ file, room, name: `${room}/${name}` }];
  });
  const used = found.flatMap(({ file, room }) => {
    const line = /^# uses: (.*)$/m.exec(readFileSync(inCheckout(file), "utf8"))?.[1] ?? "";
    return line.split(/, */).map((name) => (name.includes("/") ? name : `${room}/${name}`));
  });
  return found.map(({ name }) => name).filter((name) => !used.includes(name));
}

/**
 * Files for shellcheck: those given, but scripts of hosts as they are sent, with all that they use. These are in a
 * folder for as long as `use` takes.
 */
export async function withWholeScripts<T>(
  files: readonly string[],
  use: (files: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-scripts-"));
  try {
    const written = wholeScripts(files).map((name) => {
      const file = join(folder, `${name}.sh`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, script(name));
      return file;
    });
    return await use([...files.filter((file) => !part.test(file)), ...written]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
