import { randomBytes } from "node:crypto";
import { open, seal } from "./sealed.ts";

/** Encrypts what has to outlive an account, such as the words of a report, each record under a key of its own. */
export interface OwnKeys {
  /** A new key for a record, encrypted under the master key: kept with the record, and destroyed with it. */
  create: (recordId: string) => Buffer;
  /** Encrypts a text under a record's key. */
  seal: (recordId: string, sealedKey: Buffer, text: string) => Buffer;
  /** The text; null when the key is another record's, or the value was tampered with. */
  open: (recordId: string, sealedKey: Buffer, sealed: Buffer) => string | null;
}

/** @param masterKeys as for the vault: the first encrypts, all open */
export function createOwnKeys(masterKeys: readonly [Buffer, ...Buffer[]]): OwnKeys {
  const keyOf = (recordId: string, sealedKey: Buffer): Buffer => {
    for (const master of masterKeys) {
      const key = open(master, context(recordId), sealedKey);
      if (key) return key;
    }
    throw new Error("a record's key does not open: the master key is another one");
  };
  return {
    create: (recordId) => seal(masterKeys[0], context(recordId), randomBytes(32)),
    seal: (recordId, sealedKey, text) => seal(keyOf(recordId, sealedKey), recordId, Buffer.from(text)),
    open: (recordId, sealedKey, sealed) =>
      open(keyOf(recordId, sealedKey), recordId, sealed)?.toString() ?? null,
  };
}

const context = (recordId: string) => `record-key:${recordId}`;
