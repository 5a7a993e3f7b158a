import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { open, seal } from "./sealed.ts";

const key = randomBytes(32);

test("a sealed value opens with its key and context only", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, context) => {
      const sealed = seal(key, context, Buffer.from(bytes));
      expect(open(key, context, sealed)).toEqual(Buffer.from(bytes));
      expect(open(randomBytes(32), context, sealed)).toBeUndefined();
      expect(open(key, `${context}.`, sealed)).toBeUndefined();
    }),
  );
});

test("a sealed value that was changed or cut does not open", () => {
  const sealed = seal(key, "report", Buffer.from("what happened"));
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(open(key, "report", changed)).toBeUndefined();
    expect(open(key, "report", sealed.subarray(0, at))).toBeUndefined();
  }
});

test("the same value is sealed differently each time", () => {
  const [one, other] = [0, 1].map(() => seal(key, "report", Buffer.from("same")).toString("hex"));
  expect(one).not.toBe(other);
});
