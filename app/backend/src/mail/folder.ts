import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Transport } from "./smtp.ts";

/** Mails kept; a developer reads the newest. */
const kept = 50;

/** Writes each mail into a file of its own in place of sending it, for development. Their names order them by time. */
export function folderTransport(folder: string): Transport {
  return {
    send: async ({ to, subject, text, messageId }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const id = messageId.replaceAll(/[^A-Za-z0-9-]/g, "").slice(0, 36);
      const file = join(folder, `${Date.now()}-${id}.txt`);
      await writeFile(file, `To: ${to}\nSubject: ${subject}\n\n${text}\n`, { mode: 0o600 });
      const names = (await readdir(folder)).sort();
      for (const old of names.slice(0, -kept)) await rm(join(folder, old), { force: true });
      return { done: true };
    },
    close: () => undefined,
  };
}
