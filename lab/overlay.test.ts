import { expect, test } from "vitest";
import { hosts } from "./hosts.ts";
import { labSettings, type Overlay, pairAddresses, type Settings } from "./overlay.ts";

const production: Settings = {
  "tovplay:site": "app.tovplay.org",
  "tovplay:hosts": [
    {
      name: "production",
      address: "203.0.113.11",
      user: "someone",
      hostKey: "ssh-ed25519 A",
      port: 2222,
      jump: { address: "203.0.113.9", user: "jumper", hostKey: "ssh-ed25519 J" },
    },
    { name: "production-2", address: "203.0.113.21", user: "someone", hostKey: "ssh-ed25519 B" },
  ],
  "tovplay:delivery": "registry",
  "tovplay:databaseStack": "database",
  "tovplay:pooler": { maxClients: 1000 },
  "tovplay:cloudflare": { zone: "tovplay.org" },
};
const database: Settings = {
  "tovplay:hosts": [{ name: "database", address: "203.0.113.13", user: "root", hostKey: "ssh-ed25519 C" }],
  "tovplay:clusters": { production: { port: 5432, clients: ["203.0.113.11", "192.0.2.9"] } },
  "tovplay:backupHost": { name: "backup.tovplay.org", address: "203.0.113.14", repositories: 2 },
};
const backup: Settings = {
  "tovplay:hosts": [{ name: "backup", address: "203.0.113.14", user: "root", hostKey: "ssh-ed25519 D" }],
  "tovplay:databaseStack": "database",
  "tovplay:bucket": { name: "b", region: "r", lockedDays: 35 },
};
const store = { endpoint: "s3.example.org", address: "198.18.0.20", bucket: "b", region: "r", keyId: "k" };
const overlay: Overlay = {
  hosts: hosts.map((host) => ({ ...host, hostKey: `ssh-ed25519 ${host.name}` })),
  addresses: pairAddresses([production, database, backup], hosts),
  identityFile: "/keys/id",
  certificate: "CERTIFICATE",
  authority: "AUTHORITY",
};

test("a lab stack has the lab's host, key, certificates and database stack, and the rest of the real one", () => {
  expect(labSettings(production, overlay)).toEqual({
    "tovplay:site": "app.tovplay.org",
    "tovplay:hosts": [
      {
        name: "production",
        address: "198.18.0.11",
        user: "admin",
        hostKey: "ssh-ed25519 production",
        port: 22,
        identityFile: "/keys/id",
      },
    ],
    "tovplay:delivery": "transfer",
    "tovplay:databaseStack": "lab-database",
    "tovplay:pooler": { maxClients: 1000 },
    "tovplay:tlsCertificate": "CERTIFICATE",
    "tovplay:tlsAuthority": "AUTHORITY",
  });
});

test("addresses of other hosts move into the lab wherever they are, and unknown ones stay", () => {
  expect(labSettings(database, overlay)).toMatchObject({
    "tovplay:clusters": { production: { port: 5432, clients: ["198.18.0.11", "192.0.2.9"] } },
  });
});

test("no account of a cloud is used in the lab", () => {
  expect(labSettings(production, overlay)).not.toHaveProperty("tovplay:cloudflare");
  expect(labSettings(backup, overlay)).not.toHaveProperty("tovplay:bucket");
});

test("a stack that needs no database stack gets none", () => {
  expect(labSettings(database, overlay)).not.toHaveProperty("tovplay:databaseStack");
});

test("a bucket of the cloud becomes the lab's store, whose secret is no plain setting", () => {
  const settings = labSettings(backup, { ...overlay, s3: store });
  expect(settings).not.toHaveProperty("tovplay:bucket");
  expect(settings).toMatchObject({
    "tovplay:databaseStack": "lab-database",
    "tovplay:s3": { ...store, authority: "AUTHORITY" },
  });
});

test("a lab without a store leaves the bucket out, and other stacks get no store", () => {
  expect(labSettings(backup, overlay)).not.toHaveProperty("tovplay:s3");
  expect(labSettings(database, { ...overlay, s3: store })).not.toHaveProperty("tovplay:s3");
});

test.each([
  ["with a store", store, 2],
  ["without one", undefined, 1],
])("the database host of a lab %s knows how many repositories there are", (_, s3, repositories) => {
  expect(labSettings(database, { ...overlay, s3 })).toMatchObject({
    "tovplay:backupHost": { address: "198.18.0.14", repositories },
  });
});
