import { expect, test } from "vitest";
import { asSuperuser, credentials, queryAs } from "./database.ts";
import { tovrun } from "./tovrun.ts";

test.each([
  ["tovplay_app", 'DROP TABLE "User"'],
  ["tovplay_app", 'TRUNCATE "Game"'],
  ["tovplay_app", "DELETE FROM audit_log"],
  ["tovplay_app", "UPDATE audit_log SET success = true"],
  ["tovplay_app", "CREATE TABLE mine (id int)"],
  ["tovplay_app", "SET ROLE tovplay_owner"],
  ["tovplay_viewer", "INSERT INTO \"Game\" (name) VALUES ('x')"],
  ["tovplay_viewer", "CREATE TEMP TABLE mine (id int)"],
  ["tovplay_monitor", 'SELECT * FROM "Game"'],
  ["tovplay_migrator", 'DROP DATABASE "TovPlay"'],
])("%s is refused: %s", async (role, statement) => {
  await expect(queryAs(role, statement)).rejects.toThrow(
    /permission denied|must be owner|active portal|cannot drop|cannot be run|^protection: /,
  );
});

test("no role that can log in owns anything", async () => {
  const owned = `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1`;
  expect(await queryAs("tovplay_viewer", owned)).toEqual([
    { owner: "tovplay_keeper" },
    { owner: "tovplay_owner" },
  ]);
});

test("the superuser is refused over TCP", async () => {
  const { tovplay_viewer: viewer } = await credentials();
  await expect(queryAs("tovplay_viewer", "SELECT 1", [], { user: "postgres" })).rejects.toThrow(
    /pg_hba\.conf rejects/,
  );
  expect(viewer?.port).toBe(5432);
});

test("a preview shows a grant made by hand", async () => {
  await asSuperuser('GRANT DELETE ON "Game" TO tovplay_viewer');
  try {
    const preview = [
      "preview",
      "--stack",
      "local",
      "--refresh",
      "--run-program",
      "--diff",
      "--non-interactive",
    ];
    const { stdout } = await tovrun("exec", "--", "pulumi", ...preview);
    expect(stdout).toMatch(/postgresql:index\/grant:Grant/);
    expect(stdout).toContain("DELETE");
  } finally {
    await asSuperuser('REVOKE DELETE ON "Game" FROM tovplay_viewer');
  }
});
