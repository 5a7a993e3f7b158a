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

test("labSettings replaces host, key, certificates and database stack and keeps the rest", () => {
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

test("labSettings replaces other hosts' addresses everywhere and keeps unknown ones", () => {
  expect(labSettings(database, overlay)).toMatchObject({
    "tovplay:clusters": { production: { port: 5432, clients: ["198.18.0.11", "192.0.2.9"] } },
  });
});

test("labSettings removes cloud accounts", () => {
  expect(labSettings(production, overlay)).not.toHaveProperty("tovplay:cloudflare");
  expect(labSettings(backup, overlay)).not.toHaveProperty("tovplay:bucket");
});

test("labSettings adds no database stack to a stack without one", () => {
  expect(labSettings(database, overlay)).not.toHaveProperty("tovplay:databaseStack");
});

test("labSettings replaces a cloud bucket with the lab's store, without its secret", () => {
  const settings = labSettings(backup, { ...overlay, s3: store });
  expect(settings).not.toHaveProperty("tovplay:bucket");
  expect(settings).toMatchObject({
    "tovplay:databaseStack": "lab-database",
    "tovplay:s3": { ...store, authority: "AUTHORITY" },
  });
});

test("labSettings removes the bucket in a lab without a store and adds no store to other stacks", () => {
  expect(labSettings(backup, overlay)).not.toHaveProperty("tovplay:s3");
  expect(labSettings(database, { ...overlay, s3: store })).not.toHaveProperty("tovplay:s3");
});

test.each([
  ["with a store", store, 2],
  ["without a store", undefined, 1],
])("labSettings sets the number of repositories in a lab %s", (_, s3, repositories) => {
  expect(labSettings(database, { ...overlay, s3 })).toMatchObject({
    "tovplay:backupHost": { address: "198.18.0.14", repositories },
  });
});
