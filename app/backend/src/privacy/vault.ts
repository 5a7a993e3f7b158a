import { randomBytes } from "node:crypto";
import type { Database } from "../database/database.ts";
import { createOwnKeys, type OwnKeys } from "./own-keys.ts";
import { findAccountKey, insertAccountKey } from "./queries.ts";
import { open, seal } from "./sealed.ts";

/** Encrypts what is personal, each account's under its own key. Destroying that key erases all of it, in logs and backups too. */
export interface Vault {
  /** Encrypts a text for an account, for one purpose. @throws when the account was erased */
  seal: (database: Database, userId: string, purpose: Purpose, text: string) => Promise<Buffer>;
  /** Like `seal`; null when the account was erased, for what has to be written down nevertheless. */
  sealUnlessErased: (
    database: Database,
    userId: string,
    purpose: Purpose,
    text: string,
  ) => Promise<Buffer | null>;
  /** For records with a life of their own. */
  ownKeys: OwnKeys;
  /** The text; null when the account's key was destroyed, or the value was tampered with. */
  open: (database: Database, userId: string, purpose: Purpose, sealed: Buffer) => Promise<string | null>;
  /** Encrypts a text that belongs to no account, or to one that may not exist: under the master key. */
  sealForSite: (purpose: Purpose, text: string) => Buffer;
  /** The text; null when it was tampered with, or the master key is another one. */
  openForSite: (purpose: Purpose, sealed: Buffer) => string | null;
}

/** What a value is for; a value sealed for one purpose does not open for another. */
export type Purpose = "audit" | "undo" | "needs" | "report" | "trusted_contact" | "mail" | "push" | "discord";

/**
 * A vault whose account keys are themselves encrypted by a master key.
 * @param masterKeys 32 bytes each; the first encrypts, the others still open what they encrypted before a change of keys
 */
export function createVault(masterKeys: readonly [Buffer, ...Buffer[]]): Vault {
  const unwrap = (userId: string, sealedKey: Buffer): Buffer | undefined => {
    for (const master of masterKeys) {
      const key = open(master, keyContext(userId), sealedKey);
      if (key) return key;
    }
    return undefined;
  };
  const keyOf = async (database: Database, userId: string): Promise<Buffer | undefined> => {
    const row = await findAccountKey(database, userId).executeTakeFirst();
    return row?.sealedKey ? unwrap(userId, row.sealedKey) : undefined;
  };
  const keyFor = async (database: Database, userId: string): Promise<Buffer | undefined> => {
    const kept = await keyOf(database, userId);
    if (kept) return kept;
    const sealedKey = seal(masterKeys[0], keyContext(userId), randomBytes(32));
    await insertAccountKey(database, { userId, sealedKey }).execute();
    // Another transaction may have been first: its key counts.
    return keyOf(database, userId);
  };
  const sealUnlessErased: Vault["sealUnlessErased"] = async (database, userId, purpose, text) => {
    const key = await keyFor(database, userId);
    return key ? seal(key, purpose, Buffer.from(text)) : null;
  };
  return {
    ownKeys: createOwnKeys(masterKeys),
    sealUnlessErased,
    seal: async (...given) => {
      const sealed = await sealUnlessErased(...given);
      if (sealed) return sealed;
      throw new Error(
        "the account's key is gone or does not open: it was erased, or the master key is another one",
      );
    },
    open: async (database, userId, purpose, sealed) => {
      const key = await keyOf(database, userId);
      return (key && open(key, purpose, sealed)?.toString()) ?? null;
    },
    sealForSite: (purpose, text) => seal(masterKeys[0], siteContext(purpose), Buffer.from(text)),
    openForSite: (purpose, sealed) => {
      const opened = masterKeys.map((key) => open(key, siteContext(purpose), sealed)).find(Boolean);
      return opened?.toString() ?? null;
    },
  };
}

const keyContext = (userId: string) => `account-key:${userId}`;
const siteContext = (purpose: Purpose) => `site:${purpose}`;
