import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `work` with each secret in a file that only this user can read, and that is gone afterwards whatever happens. */
export async function withSecretFiles<T, Name extends string>(
  secrets: Readonly<Record<Name, string>>,
  work: (files: Record<Name, string>) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-dev-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const files = {} as Record<Name, string>;
    for (const name of Object.keys(secrets) as Name[]) {
      files[name] = join(folder, name);
      writeFileSync(files[name], secrets[name], { mode: 0o600, flag: "wx" });
    }
    return await work(files);
  } finally {
    remove();
    process.off("exit", remove);
  }
}
