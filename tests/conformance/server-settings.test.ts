import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { besideServer, hbaFile } from "../../infra/hba.ts";
import { serverHealth } from "../../infra/postgres-server.ts";
import { scriptText } from "../../infra/script.ts";
import { localShell } from "../../provider/local-shell.ts";
import { makeServer, type ScratchServer } from "./scratch-server.ts";
import { until } from "./until.ts";

const rules = hbaFile("TovPlay", []);
let server: ScratchServer;

beforeAll(async () => {
  server = await makeServer();
  expect(await server.applyRules(rules)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^in place/),
  });
  await server.start();
  await server.ready();
});

afterAll(() => server?.remove());

test("PostgreSQL takes every setting and every rule as it is written", async () => {
  expect(
    await server.sql("SELECT name, error FROM pg_file_settings WHERE error IS NOT NULL OR NOT applied"),
  ).toBe("");
  expect(await server.sql("SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL")).toBe(
    "",
  );
  expect(await server.sql("SELECT map_name, error FROM pg_ident_file_mappings")).toBe("backup|");
});

test("pages have checksums, and SQL changes no setting of the server", async () => {
  expect(await server.sql("SHOW data_checksums")).toBe("on");
  await expect(server.sql("ALTER SYSTEM SET fsync = off")).rejects.toThrow(/ALTER SYSTEM is not allowed/);
});

test("Docker's log says where the structured one is, and that holds a record of a change inside a block", async () => {
  expect(await server.dockerLog()).toMatch(
    /Future log output will appear in directory "\/var\/log\/postgresql"/,
  );
  await server.sql(
    "DO $$ BEGIN EXECUTE 'CREATE TABLE made_in_a_block (id int)'; END $$; DROP TABLE made_in_a_block",
  );
  await until("both changes are recorded", async () => {
    const records = await server.log();
    const audit = records.filter(
      ({ user, message }) => user === "postgres" && /^AUDIT: /.test(String(message)),
    );
    const text = audit.map(({ message }) => message).join("\n");
    expect(text).toMatch(/DDL,CREATE TABLE.*CREATE TABLE made_in_a_block/);
    expect(text).toMatch(/DDL,DROP TABLE.*DROP TABLE made_in_a_block/);
  });
  expect(await server.run(["stat", "-c", "%a", "/var/log/postgresql"])).toMatch(/^1?77[05]$/);
});

test("nobody logs in to see that the server is healthy, and nobody is refused", async () => {
  const since = (await server.log()).length;
  await server.run(serverHealth.command);
  await until("the question is recorded", async () => {
    const messages = (await server.log()).slice(since).map(({ message }) => String(message));
    const asked = messages.findIndex((message) => message.startsWith("connection received: host=127.0.0.1"));
    expect(asked).toBeGreaterThanOrEqual(0);
    expect(messages.slice(asked).join()).not.toMatch(/rejects|authorized|failed/);
  });
});

test("what a statement is given stays out of the log, also when it is slow", async () => {
  await server.sql("SELECT pg_sleep(1.1), $1 \\bind 'given-value' \\g");
  await until("it is recorded", async () => {
    const text = JSON.stringify(await server.log());
    expect(text).toMatch(/duration: 1\d{3}\.\d+ ms/);
    expect(text).not.toContain("given-value");
  });
});

test("role changes are recorded without what proves a role", async () => {
  const statements = [
    // As templates/postgresql/provision.sql and the provisioner's own settings have it.
    "SET log_statement = 'none'",
    "CREATE ROLE watched LOGIN PASSWORD 'topsecret-1'",
    "ALTER USER watched ENCRYPTED PASSWORD 'topsecret-2' VALID UNTIL 'infinity'",
    "DO $$ BEGIN EXECUTE $q$ALTER ROLE watched PASSWORD 'topsecret-3'$q$; END $$",
    "GRANT pg_monitor TO watched",
  ];
  await server.sql(`${statements.join(";\n")};`);
  await until("the grant is recorded", async () => {
    const text = JSON.stringify(await server.log());
    expect(text).toMatch(/ROLE,CREATE ROLE.*<REDACTED>.*ROLE,GRANT ROLE/);
    expect(text).not.toContain("topsecret");
  });
});

test("rules that a server refuses never come into force, and the ones before stay", async () => {
  const broken = rules.replace(/^(host +postgres.*)scram-sha-256$/m, "$1scram-sha-265");
  const { code, stderr } = await server.applyRules(broken);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `${server.name} refuses its new access rules in line 6: invalid authentication method "scram-sha-265"; ` +
      "correct that rule, then deploy again: the rules before are back and in force\n",
  );
  expect(await readFile(server.rulesFile, "utf8")).toBe(rules);
  expect(await server.sql("SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL")).toBe("0");
});

test.each([
  [
    "without the superuser's own line",
    rules.replace(/^local +all +postgres.*\n/m, ""),
    /do not let the superuser in/,
  ],
  ["that are empty", "", /do not let the superuser in/],
])("rules %s are refused", async (_, content, reason) => {
  expect(await server.applyRules(content)).toMatchObject({ code: 1, stderr: expect.stringMatching(reason) });
  expect(await readFile(server.rulesFile, "utf8")).toBe(rules);
});

test("other rules come into force without a restart, and only they", async () => {
  const started = await server.sql("SELECT pg_postmaster_start_time()");
  await server.sql("CREATE ROLE tovplay_app LOGIN");
  const asApp = [
    "psql",
    "--host=127.0.0.1",
    "--username=tovplay_app",
    "--dbname=TovPlay",
    "--command=SELECT 1",
  ];
  await expect(server.run(asApp)).rejects.toThrow(/pg_hba\.conf rejects connection/);
  const more = hbaFile("TovPlay", [besideServer("tovplay_app")]);
  expect(await server.applyRules(more)).toMatchObject({
    code: 0,
    stdout: `7 rules in force in ${server.name}\n`,
  });
  await expect(server.run(asApp)).rejects.toThrow(/no password supplied/);
  expect((await server.applyRules(rules)).code).toBe(0);
  await expect(server.run(asApp)).rejects.toThrow(/pg_hba\.conf rejects connection/);
  expect(await server.sql("SELECT pg_postmaster_start_time()")).toBe(started);
});

test("a run that was cut off leaves nothing that nobody has judged", async () => {
  const look = () =>
    localShell.run(scriptText("observe-file.sh"), { environment: { TARGET: server.rulesFile } });
  const deployed = (await look()).stdout;
  await writeFile(`${server.rulesFile}.before`, rules);
  await writeFile(server.rulesFile, "host all all all trust\n");
  expect((await look()).stdout).not.toBe(deployed);
  expect((await server.applyRules(rules)).code).toBe(0);
  expect(await readFile(server.rulesFile, "utf8")).toBe(rules);
  expect((await look()).stdout).toBe(deployed);
  await expect(readFile(`${server.rulesFile}.before`)).rejects.toThrow(/ENOENT/);
});

test("the backup's role comes by the local socket as the server's own user, and nobody else does", async () => {
  await server.sql(
    'CREATE DATABASE "TovPlay"; CREATE ROLE tovplay_backup LOGIN; CREATE ROLE tovplay_monitor LOGIN',
  );
  const as = (role: string) =>
    server.run([
      "psql",
      "--host=/var/run/postgresql",
      `--username=${role}`,
      "--dbname=TovPlay",
      "-Atc",
      "SELECT session_user",
    ]);
  expect(await as("tovplay_backup")).toBe("tovplay_backup");
  await expect(as("tovplay_monitor")).rejects.toThrow(/pg_hba\.conf rejects connection/);
});

test("asked to end, it ends its sessions and goes in order", async () => {
  const session = server.run(["psql", "--host=/var/run/postgresql", "--command=SELECT pg_sleep(60)"]);
  const ended = expect(session).rejects.toThrow(/terminating connection due to administrator command/);
  await until("the session is there", async () =>
    expect(
      await server.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)'"),
    ).toBe("1"),
  );
  expect(await server.end()).toBe("0");
  await ended;
});

test("why a server does not start is in Docker's log too", async () => {
  await server.whileDown("true");
  await writeFile(server.rulesFile, rules.replace("peer\n", "pear\n"));
  await server.start();
  await until("the reason", async () => {
    expect(await server.dockerLog()).toMatch(
      /last words in .*\n.*could not load \/etc\/postgresql\/hba\/pg_hba\.conf/,
    );
  });
  expect(await server.applyRules(rules)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^in place/),
  });
});

test("a cluster of the earlier layout is moved with all that it holds, also when a move was cut off", async () => {
  await server.whileDown("true");
  await server.start();
  await server.ready();
  const identifier = "SELECT system_identifier FROM pg_control_system()";
  const before = await server.sql(`${identifier}; CREATE TABLE kept AS SELECT 1 AS id`);
  await server.whileDown(
    "cd /var/lib/postgresql/data && find live -mindepth 1 -maxdepth 1 -exec mv -t . {} + && rmdir live && mkdir .moving && mv base global .moving",
  );
  await server.start();
  await server.ready();
  expect(await server.dockerLog()).toContain(
    "the cluster was moved from /var/lib/postgresql/data to /var/lib/postgresql/data/live",
  );
  expect(await server.sql(`${identifier}; SELECT id FROM kept`)).toBe(`${before}\n1`);
});

test.each([
  [
    "one is left beside",
    "cd /var/lib/postgresql/data && mv live live.kept",
    /live holds no cluster, but \/var\/lib\/postgresql\/data\/live\.kept does/,
  ],
  ["it was destroyed", "rm -rf /var/lib/postgresql/data/live.kept", /this server had one; restore it/],
])("no empty cluster takes the place of a missing one when %s", async (_, script, sentence) => {
  await server.whileDown(script);
  await server.start();
  await until("the refusal", async () => expect(await server.dockerLog()).toMatch(sentence));
  expect(
    await server.whileDown("find /var/lib/postgresql/data -name PG_VERSION | grep -vc live.kept || true"),
  ).toBe("0");
});
