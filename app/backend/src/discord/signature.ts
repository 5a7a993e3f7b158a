import { createPublicKey, type KeyObject, verify } from "node:crypto";

/** What stands before the 32 bytes of an Ed25519 key in its DER form. */
const derPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** Seconds by which a request's time may differ from ours: an old one was recorded and is sent again. */
const tolerance = 300;

/** What came with a request. */
export interface Signed {
  signature: string | undefined;
  /** Seconds since 1970, as text. */
  timestamp: string | undefined;
  /** The body as it was sent. */
  body: Buffer;
}

/** The key that Discord shows for an application. @param hex 32 bytes in hexadecimal */
export function publicKeyOf(hex: string): KeyObject {
  return createPublicKey({
    key: Buffer.concat([derPrefix, Buffer.from(hex, "hex")]),
    format: "der",
    type: "spki",
  });
}

/** Whether Discord signed this request, not long ago. @param now milliseconds since 1970 */
export function isSigned(key: KeyObject, { signature, timestamp, body }: Signed, now: number): boolean {
  if (!signature || !/^[0-9a-f]{128}$/i.test(signature)) return false;
  if (!timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > tolerance) return false;
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, "hex"));
}
