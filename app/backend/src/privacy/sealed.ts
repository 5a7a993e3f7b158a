import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** First byte of a sealed value: AES-256-GCM with a random nonce of 12 bytes and a tag of 16, in front of the text. */
const format = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts a value under a key of 32 bytes. @param context what it belongs to: it opens only with the same */
export function seal(key: Buffer, context: string, clear: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(clear), cipher.final()]);
  return Buffer.concat([Buffer.of(format), nonce, cipher.getAuthTag(), body]);
}

/** What {@link seal} encrypted; undefined when it was changed, or sealed under another key or for another context. */
export function open(key: Buffer, context: string, sealed: Buffer): Buffer | undefined {
  if (sealed.length < 1 + nonceBytes + tagBytes || sealed[0] !== format) return undefined;
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const body = 1 + nonceBytes + tagBytes;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, body));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(body)), decipher.final()]);
  } catch {
    return undefined;
  }
}
