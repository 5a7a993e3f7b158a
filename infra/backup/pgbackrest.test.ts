import { expect, test } from "vitest";
import { type BackupRepository, type PgBackRestArgs, pgBackRestConfiguration } from "./pgbackrest.ts";

const folder: BackupRepository = { kind: "folder", cipher: "passphrase-of-folder" };
const store: BackupRepository = {
  kind: "s3",
  cipher: "passphrase-of-store",
  endpoint: "store.example.org",
  port: 7070,
  bucket: "tovplay-backups",
  region: "eu-central-1",
  accessKeyId: "WRITER",
  secretAccessKey: "wr/it+er=",
  ownAuthority: true,
};
const server = { stanza: "tovplay", database: "TovPlay" };

/** Options of a rendered file by section. */
function optionsOf(args: Partial<PgBackRestArgs>): Record<string, string[]> {
  const sections: Record<string, string[]> = {};
  let section = "";
  const text = pgBackRestConfiguration({
    side: "a test",
    logLevel: "warn",
    servers: [server],
    repositories: [folder],
    ...args,
  });
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    if (header) section = header;
    else sections[section] = [...(sections[section] ?? []), line];
  }
  return sections;
}

test("on one machine the repository is a folder and the server a socket", () => {
  const { global, tovplay } = optionsOf({});
  expect(global).toEqual(
    expect.arrayContaining([
      "repo1-path=/var/lib/pgbackrest",
      "repo1-cipher-pass=passphrase-of-folder",
      "repo1-block=y",
    ]),
  );
  expect(global?.filter((option) => option.includes("host"))).toEqual([]);
  expect(tovplay).toEqual([
    "pg1-path=/var/lib/postgresql/data/live",
    "pg1-socket-path=/var/run/postgresql",
    "pg1-user=tovplay_backup",
    "pg1-database=TovPlay",
  ]);
});

test("between hosts each proves its name, and the server's side knows no passphrase", () => {
  const { global } = optionsOf({ repositories: [{ kind: "host", host: "backup.example.org", port: 8432 }] });
  expect(global).toEqual(
    expect.arrayContaining(["repo1-host=backup.example.org", "repo1-host-type=tls", "repo1-host-port=8432"]),
  );
  expect(global?.join("\n")).not.toContain("cipher");
  const { tovplay } = optionsOf({
    servers: [{ ...server, host: { name: "database.example.org", port: 8433 } }],
  });
  expect(tovplay).toEqual(
    expect.arrayContaining([
      "pg1-host=database.example.org",
      "pg1-host-port=8433",
      "pg1-host-cert-file=/etc/pgbackrest/tls/host.crt",
    ]),
  );
});

test("a TLS server lets each host act for its stanzas only", () => {
  const { global } = optionsOf({
    tlsServer: { port: 8432, clients: { "database.example.org": ["tovplay", "tovplay-staging"] } },
  });
  expect(global?.filter((option) => option.startsWith("tls-server-auth"))).toEqual([
    "tls-server-auth=database.example.org=tovplay,tovplay-staging",
  ]);
});

test("the second repository is an object store with a passphrase of its own", () => {
  const { global } = optionsOf({ repositories: [folder, store] });
  expect(global).toEqual(
    expect.arrayContaining([
      "repo2-type=s3",
      "repo2-s3-endpoint=store.example.org",
      "repo2-storage-port=7070",
      "repo2-s3-key-secret=wr/it+er=",
      "repo2-s3-uri-style=path",
      "repo2-storage-ca-file=/etc/pgbackrest/tls/store-authority.crt",
      "repo2-cipher-pass=passphrase-of-store",
    ]),
  );
});

test("WAL is never dropped, and backups never expire by themselves", () => {
  const { global } = optionsOf({ repositories: [folder, store] });
  expect(global?.join("\n")).not.toContain("queue-max");
  expect(global).toEqual(
    expect.arrayContaining(["expire-auto=n", "repo1-retention-full=9999999", "repo2-retention-full=9999999"]),
  );
});

test.each([
  ["a line end", { repositories: [{ ...folder, cipher: "a\nrepo1-cipher-type=none" }] }, "repo1-cipher-pass"],
  ["an empty value", { servers: [{ ...server, database: "" }] }, "pg1-database"],
  ["no repository", { repositories: [] }, "has no backup repository: add one"],
  [
    "the section of everybody",
    { servers: [{ ...server, stanza: "global" }] },
    "global is not a valid stanza name",
  ],
  ["a stanza with a bracket", { servers: [{ ...server, stanza: "a]\n[b" }] }, "is not a valid stanza name"],
  [
    "a client that is no name",
    { tlsServer: { port: 8432, clients: { "*=x": ["tovplay"] } } },
    "is not a valid host name",
  ],
] satisfies [string, Partial<PgBackRestArgs>, string][])("%s is refused", (_what, args, message) => {
  expect(() => optionsOf(args)).toThrow(message);
});
