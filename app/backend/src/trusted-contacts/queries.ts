import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Field } from "./fields.ts";

const now = sql<Date>`now()`;

/** Days within which an invited contact can answer. */
export const answerDays = 14;
/** Most contacts of one person, invited or agreed. */
export const contactLimit = 5;

/** A contact to invite: name and address encrypted, of the link only the hash. */
export interface NewContact {
  userId: string;
  name: Buffer;
  address: Buffer;
  tokenHash: Buffer;
  fields: readonly Field[];
  expiresAt: Date;
}

/** Writes an invited contact down. */
export function insertContact(database: Database, contact: NewContact) {
  return database
    .insertInto("TrustedContact")
    .values({
      user_id: contact.userId,
      name_sealed: contact.name,
      address_sealed: contact.address,
      token_hash: contact.tokenHash,
      fields: [...contact.fields],
      expires_at: contact.expiresAt,
    })
    .returning("id");
}

/** A person's contacts that are invited or have agreed, newest first. */
export function listContacts(database: Database, userId: string) {
  return database
    .selectFrom("TrustedContact")
    .select([
      "id",
      "name_sealed as name",
      "address_sealed as address",
      "fields",
      "status",
      "created_at as createdAt",
    ])
    .where("user_id", "=", userId)
    .where(isOpen())
    .orderBy("created_at", "desc")
    .limit(contactLimit);
}

/** Changes what a contact sees, from this moment on. */
export function setFields(database: Database, userId: string, id: string, fields: readonly Field[]) {
  return database
    .updateTable("TrustedContact")
    .set({ fields: [...fields] })
    .where("id", "=", id)
    .where("user_id", "=", userId)
    .where(isOpen())
    .returning("id");
}

/** Ends a contact, whatever its state: the link stops working with the commit. */
export function endContact(database: Database, by: { userId: string; id: string } | { tokenHash: Buffer }) {
  const ending = database.updateTable("TrustedContact").set({ status: "ended", ended_at: now });
  const chosen =
    "tokenHash" in by
      ? ending.where("token_hash", "=", by.tokenHash)
      : ending.where("id", "=", by.id).where("user_id", "=", by.userId);
  return chosen.where(isOpen()).returning("id");
}

/** Answers an invitation by its link. */
export function answerContact(database: Database, tokenHash: Buffer, status: "agreed" | "declined") {
  return database
    .updateTable("TrustedContact")
    .set({ status, answered_at: now })
    .where("token_hash", "=", tokenHash)
    .where("status", "=", "invited")
    .where("expires_at", ">", now)
    .returning(["id", "user_id as userId"]);
}

/** The agreed contact of a link, while the account that chose them works. */
export function findByToken(database: Database, tokenHash: Buffer) {
  return database
    .selectFrom("TrustedContact")
    .innerJoin("User", "User.id", "TrustedContact.user_id")
    .select(["TrustedContact.id", "TrustedContact.fields", "User.id as userId"])
    .where("token_hash", "=", tokenHash)
    .where("TrustedContact.status", "=", "agreed")
    .where("User.status", "=", "active");
}

/** Writes down that a person asked a contact for help. */
export function insertHelp(database: Database, userId: string, contactId: string) {
  return database
    .insertInto("HelpRequest")
    .values({ user_id: userId, trusted_contact_id: contactId })
    .returning("id");
}

function isOpen() {
  return sql<boolean>`(status = 'agreed' or (status = 'invited' and expires_at > now()))`;
}
