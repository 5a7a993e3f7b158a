import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { inState, place } from "./place.ts";

/** The file with the generated passphrase that encrypts the stack's secrets. */
export const passphraseFile = inState("passphrase");

/** Whether the user brought a passphrase: then none is generated. */
export function hasOwnPassphrase(environment: NodeJS.ProcessEnv): boolean {
  return (
    environment.PULUMI_CONFIG_PASSPHRASE !== undefined || Boolean(environment.PULUMI_CONFIG_PASSPHRASE_FILE)
  );
}

/** Makes the passphrase file once. It is written aside and linked, so that two runs agree and none is half there. */
export function ensurePassphraseFile(file = passphraseFile): void {
  if (statSync(file, { throwIfNoEntry: false })) return;
  mkdirSync(place.state, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
}
