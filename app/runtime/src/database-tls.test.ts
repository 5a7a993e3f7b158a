import type { PeerCertificate } from "node:tls";
import { expect, test } from "vitest";
import { databaseTls } from "./database-tls.ts";

test("databaseTls is off without a CA", () => {
  expect(databaseTls({ DATABASE_HOST: "postgres", DATABASE_TLS_CA_FILE: undefined })).toBe(false);
});

const certificate = {
  subject: { CN: "other.example.org" },
  subjectaltname: "DNS:db.example.org, IP Address:198.51.100.7",
} as unknown as PeerCertificate;

test.each([
  ["db.example.org", true],
  ["198.51.100.7", true],
  ["other.example.org", false],
  ["198.51.100.8", false],
  ["localhost", false],
])("databaseTls with a CA accepts the certificate for the host %s: %s", (host, accepted) => {
  const tls = databaseTls({ DATABASE_HOST: host, DATABASE_TLS_CA_FILE: "the authority" });
  if (!tls) throw new Error("there is no TLS");
  expect(tls).toMatchObject({ ca: "the authority", rejectUnauthorized: true, minVersion: "TLSv1.2" });
  // The host name that Node passes does not count.
  expect(tls.checkServerIdentity?.("localhost", certificate) === undefined).toBe(accepted);
});
