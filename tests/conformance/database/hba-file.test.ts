import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { besideServer, hbaFile } from "../../../infra/database/server/hba.ts";
import { script } from "../../../infra/host/script.ts";
import { localShell } from "../../../provider/local-shell.ts";
import { makeServer, type ScratchServer } from "./scratch-server.ts";

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

test("rules that the server refuses never take effect, and the previous ones stay", async () => {
  const broken = rules.replace(/^(host +postgres.*)scram-sha-256$/m, "$1scram-sha-265");
  const { code, stderr } = await server.applyRules(broken);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `${server.name} rejects its new access rules in line 11: invalid authentication method "scram-sha-265"; ` +
      "correct that rule and deploy again; the previous rules are in force again\n",
  );
  expect(await readFile(server.rulesFile, "utf8")).toBe(rules);
  expect(await server.sql("SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL")).toBe("0");
});

test.each([
  [
    "without the superuser's own line",
    rules.replace(/^local +all +postgres.*\n/m, ""),
    /do not admit the superuser/,
  ],
  ["that are empty", "", /do not admit the superuser/],
])("rules %s are refused", async (_, content, reason) => {
  expect(await server.applyRules(content)).toMatchObject({ code: 1, stderr: expect.stringMatching(reason) });
  expect(await readFile(server.rulesFile, "utf8")).toBe(rules);
});

test("new rules replace the old ones without a restart", async () => {
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
    stdout: `12 rules in force in ${server.name}\n`,
  });
  await expect(server.run(asApp)).rejects.toThrow(/no password supplied/);
  expect((await server.applyRules(rules)).code).toBe(0);
  await expect(server.run(asApp)).rejects.toThrow(/pg_hba\.conf rejects connection/);
  expect(await server.sql("SELECT pg_postmaster_start_time()")).toBe(started);
});

test("rules left behind by an interrupted run show as drift, and the next deployment replaces them", async () => {
  const look = () =>
    localShell.run(script("host/observe/file"), { environment: { TARGET: server.rulesFile } });
  const deployed = (await look()).stdout;
  await writeFile(`${server.rulesFile}.before`, rules);
  await writeFile(server.rulesFile, "host all all all trust\n");
  expect((await look()).stdout).not.toBe(deployed);
  expect((await server.applyRules(rules)).code).toBe(0);
  expect(await readFile(server.rulesFile, "utf8")).toBe(rules);
  expect((await look()).stdout).toBe(deployed);
  await expect(readFile(`${server.rulesFile}.before`)).rejects.toThrow(/ENOENT/);
});
