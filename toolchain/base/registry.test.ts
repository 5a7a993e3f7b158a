import { expect, test } from "vitest";
import { exactReference, pinned } from "./registry.ts";

const digest = `sha256:${"0".repeat(64)}`;

test("an image with a digest is pulled by digest, another by version", () => {
  expect(pinned({ reference: "debian:13", digest, extended: false })).toBe(`debian:13@${digest}`);
  expect(pinned({ reference: "debian:13", extended: false })).toBe("debian:13");
});

test("exactReference adds the digest of the pulled image", () => {
  expect(exactReference("prom/prometheus:v2", `prom/prometheus@${digest}`)).toBe(
    `prom/prometheus:v2@${digest}`,
  );
  expect(() => exactReference("prom/prometheus:v2", "")).toThrow(
    /recorded no digest for prom\/prometheus:v2/,
  );
});
