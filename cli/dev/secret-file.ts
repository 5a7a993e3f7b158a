import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `work` with a secret in a file that only this user can read, and that is gone afterwards whatever happens. */
export async function withSecretFile<T>(secret: string, work: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-dev-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const file = join(folder, "password");
    writeFileSync(file, secret, { mode: 0o600, flag: "wx" });
    return await work(file);
  } finally {
    remove();
    process.off("exit", remove);
  }
}
