import { verify } from "node:crypto";
import { expect, test } from "vitest";
import { isSigned, publicKeyOf } from "./signature.ts";
import { DiscordDouble } from "./testing/discord-double.ts";

const discord = new DiscordDouble();
const key = publicKeyOf(discord.publicKey);
const body = '{"type":1}';
const now = 1_893_456_000_000;
const seconds = String(now / 1_000);

/** A request as Discord signs it, with changes. */
function request(
  changes: { signature?: string | undefined; timestamp?: string | undefined; body?: string } = {},
) {
  const headers = discord.signed(body, seconds);
  const signed = { signature: headers["x-signature-ed25519"], timestamp: seconds, body, ...changes };
  return { ...signed, body: Buffer.from(signed.body) };
}

test("a request that Discord signed is taken", () => {
  expect(isSigned(key, request(), now)).toBe(true);
  expect(isSigned(key, request(), now + 299_000)).toBe(true);
});

test.each([
  ["another body", { body: '{"type":2}' }],
  ["another time", { timestamp: String(now / 1_000 + 1) }],
  ["no signature", { signature: undefined }],
  ["no time", { timestamp: undefined }],
  ["a signature of another length", { signature: "ab" }],
  ["a signature that is no hexadecimal", { signature: "x".repeat(128) }],
  ["a time that is no number", { timestamp: "1e9" }],
  [
    "a signature of another key",
    { signature: new DiscordDouble().signed(body, seconds)["x-signature-ed25519"] },
  ],
])("a request with %s is refused", (_what, changes) => {
  expect(isSigned(key, request(changes), now)).toBe(false);
});

test("a request that was recorded and is sent again later is refused", () => {
  expect(isSigned(key, request(), now + 301_000)).toBe(false);
  expect(isSigned(key, request(), now - 301_000)).toBe(false);
});

test("a key in hexadecimal is the one of RFC 8032's second test", () => {
  const known = publicKeyOf("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const signature = Buffer.from(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "hex",
  );
  expect(verify(null, Buffer.from("72", "hex"), known, signature)).toBe(true);
});
