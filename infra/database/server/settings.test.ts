import { expect, test } from "vitest";
import { serverFiles } from "./files.ts";
import { settingLines } from "./setting.ts";
import { serverSettings } from "./settings.ts";

const base = { maxConnections: 60, memory: 256, tls: false };
const settingOf = (args: Parameters<typeof serverSettings>[0], name: string) =>
  serverSettings(args).find((setting) => setting.name === name)?.value;

test.each([true, false])("every setting has a reason and stands once (TLS %s)", (tls) => {
  const all = serverSettings({ ...base, tls, archive: { stanza: "tovplay" }, synchronousStandby: "other" });
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.filter(({ why }) => !/^[A-Za-z].{8,}[.,a-z]$/.test(why))).toEqual([]);
});

test.each([
  ["max_connections", 60],
  ["shared_buffers", "64MB"],
  ["allow_alter_system", false],
  ["fsync", true],
  ["full_page_writes", true],
  ["password_encryption", "scram-sha-256"],
  ["statement_timeout", "30s"],
  ["idle_session_timeout", "5min"],
  ["idle_in_transaction_session_timeout", "5min"],
  ["log_connections", true],
  ["log_statement", "ddl"],
  ["log_destination", "jsonlog"],
  ["log_error_verbosity", "terse"],
  ["log_parameter_max_length", 0],
  ["log_parameter_max_length_on_error", 0],
  ["log_min_error_statement", "error"],
  ["pgaudit.log", "ddl, role, misc_set"],
  ["shared_preload_libraries", "pgaudit"],
  ["max_slot_wal_keep_size", "2GB"],
  ["synchronous_standby_names", ""],
  ["archive_mode", undefined],
  ["ssl", undefined],
])("%s is %s", (name, value) => {
  expect(settingOf(base, name)).toBe(value);
});

test("the write-ahead log is archived where a stanza is named", () => {
  const args = { ...base, archive: { stanza: "tovplay-staging" } };
  expect(settingOf(args, "archive_mode")).toBe(true);
  expect(settingOf(args, "archive_command")).toBe("pgbackrest --stanza=tovplay-staging archive-push %p");
});

test("a commit waits for the standby that is named, and for no other", () => {
  const args = { ...base, synchronousStandby: "tovplay_wal_receiver" };
  expect(settingOf(args, "synchronous_standby_names")).toBe('"tovplay_wal_receiver"');
  expect(settingOf(args, "synchronous_commit")).toBe(true);
});

test.each(["x; rm -rf /", "$(id)", "-v", "", "a b", "Tov", '"', "a\nb"])("refuses the name '%s'", (name) => {
  expect(() => serverSettings({ ...base, archive: { stanza: name } })).toThrow(
    /is not a valid name for a stanza/,
  );
  expect(() => serverSettings({ ...base, synchronousStandby: name })).toThrow(
    /is not a valid name for a standby/,
  );
});

test.each([
  ["it's", "'it''s'"],
  ["back\\slash", "'back\\\\slash'"],
  ["", "''"],
  [true, "on"],
  [false, "off"],
  [0, "0"],
])("%s is written %s", (value, written) => {
  expect(settingLines({ name: "x", value, why: "Because." }).value).toBe(written);
});

test("neither a value nor a reason leaves its line", () => {
  expect(() => settingLines({ name: "x", value: "a\nb", why: "Because." })).toThrow(/line break/);
  expect(() => settingLines({ name: "x", value: 1, why: "a\nfsync = off" })).toThrow(/line break/);
});

const server = { database: "TovPlay", maxConnections: 60, memory: 256 };

test("each setting stands below its reason", () => {
  const text = serverFiles({ ...server, clients: [] })["/etc/postgresql/postgresql.conf"];
  expect(text).toContain("\n# What was committed is on the disk.\nfsync = on\n");
});

test("who is let in over TLS needs a server with a certificate", () => {
  const clients = [{ role: "tovplay_app", address: "198.51.100.7", tls: true }];
  expect(() => serverFiles({ ...server, clients })).toThrow(/has no certificate: set tls/);
  const files = serverFiles({ ...server, clients, tls: { certificate: "C", key: "K" } });
  expect(files).toMatchObject({ "/etc/postgresql/server.crt": "C", "/etc/postgresql/server.key": "K" });
  expect(files["/etc/postgresql/postgresql.conf"]).toContain("\nssl = on\n");
});

test("what pgBackRest needs is a file of the server, and nothing of it is in its settings", () => {
  const path = "/etc/pgbackrest/pgbackrest.conf";
  const files = serverFiles({ ...server, archive: { stanza: "tovplay", files: { [path]: "cipher" } } });
  expect(files[path]).toBe("cipher");
  expect(files["/etc/postgresql/postgresql.conf"]).not.toContain("cipher");
});
