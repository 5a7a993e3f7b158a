import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

const iterations = 4096;

/**
 * The SCRAM-SHA-256 verifier that PostgreSQL stores for a password (RFC 5802, RFC 7677): what a server needs to check a
 * password without knowing it. PostgreSQL and PgBouncer take it in the password's place.
 *
 * @param password printable ASCII, so that no Unicode preparation (RFC 4013) applies
 * @param salt base64, 16 bytes as PostgreSQL itself uses
 */
export function scramVerifier(password: string, salt: string): string {
  if (!/^[\x21-\x7e]+$/.test(password)) {
    throw new Error(
      "a database password may contain only printable ASCII without spaces; generate another one",
    );
  }
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt}$${storedKey}:${hmac("Server Key").toString("base64")}`;
}
