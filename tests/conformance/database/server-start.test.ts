import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hbaFile } from "../../../infra/database/server/hba.ts";
import { until } from "../testing/until.ts";
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

test("a stopped server ends its sessions and exits cleanly", async () => {
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

test("the reason why a server does not start is in Docker's log too", async () => {
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

test("a cluster in the earlier layout is moved with all its data, even after an interrupted move", async () => {
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
    "another is left beside it",
    "cd /var/lib/postgresql/data && mv live live.kept",
    /live contains no cluster, but \/var\/lib\/postgresql\/data\/live\.kept does/,
  ],
  ["it was destroyed", "rm -rf /var/lib/postgresql/data/live.kept", /this server had one; restore it/],
])(
  "a server refuses to create an empty cluster in place of a missing one when %s",
  async (_, script, sentence) => {
    await server.whileDown(script);
    await server.start();
    await until("the refusal", async () => expect(await server.dockerLog()).toMatch(sentence));
    expect(
      await server.whileDown("find /var/lib/postgresql/data -name PG_VERSION | grep -vc live.kept || true"),
    ).toBe("0");
  },
);
