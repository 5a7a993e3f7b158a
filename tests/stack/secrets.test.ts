import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { credentials } from "./database.ts";
import { docker, tovrun } from "./tovrun.ts";

const passwords = Object.values(await credentials()).map((credential) => credential.password);
const listed = await docker("ps", "--filter", "label=org.tovplay.stack=local", "--format", "{{.Names}}");

const leaks = (text: string) => passwords.filter((password) => text.includes(password));

test("the stack has passwords to look for", () => {
  expect(passwords.length).toBeGreaterThan(3);
  expect(passwords.every((password) => password.length === 40)).toBe(true);
});

test.each(listed.split("\n"))("%s shows no password in its settings or its log", async (container) => {
  expect(leaks(await docker("inspect", container))).toEqual([]);
  expect(leaks(await docker("logs", container))).toEqual([]);
});

test("the state of the stack contains no password in clear text", async () => {
  const { stdout } = await tovrun("exec", "--", "pulumi", "stack", "export", "--stack", "local");
  expect(stdout).toContain("tovplay_app");
  expect(leaks(stdout)).toEqual([]);
});

test("files mounted into containers can be read only by their container's user, save the health checks' scripts", async () => {
  const { stdout } = await tovrun("exec", "--", "sh", "-c", 'printf %s "$TOVPLAY_STATE_DIR"');
  const found = readdirSync(join(stdout, "files"), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const files = found.filter(({ name }) => !/^(health|watch)\.sh\./.test(name));
  const modes = files.map((file) => statSync(join(file.parentPath, file.name)).mode & 0o777);
  expect(modes.length).toBeGreaterThan(8);
  expect(new Set(modes)).toEqual(new Set([0o400]));
  expect(files.some((file) => leaks(readFileSync(join(file.parentPath, file.name), "utf8")).length > 0)).toBe(
    true,
  );
});
