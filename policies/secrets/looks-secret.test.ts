import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { looksSecret } from "./looks-secret.ts";

it.each([
  "",
  "info",
  "http://127.0.0.1:8080",
  "https://app.tovplay.org/path?page=2",
  "tovplay-postgres-exporter-17",
  "0.0.0.0/0, 198.51.100.0/24",
  "d3b07384-d9a0-4c9b-8f3a-2b1c0d9e8f7a",
  "America/Argentina/Buenos_Aires",
  "7446744073709551615",
])("looksSecret does not treat %j as a secret", (value) => {
  expect(looksSecret(value)).toBe(false);
});

const hexadecimal = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 64 });

it("looksSecret treats every long hexadecimal value as a secret", () => {
  fc.assert(fc.property(hexadecimal, (value) => looksSecret(value)));
});

it("looksSecret treats nearly all random base64 values as secrets", () => {
  const random = Array.from({ length: 200 }, (_, index) =>
    createHash("sha256").update(`${index}`).digest("base64"),
  );
  expect(random.filter((value) => !looksSecret(value)).length).toBeLessThanOrEqual(5);
});
