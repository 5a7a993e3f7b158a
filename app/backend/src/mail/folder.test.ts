import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderTransport } from "./folder.ts";

const parent = mkdtempSync(join(tmpdir(), "tovplay-mail-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test("mails become files that only the owner reads, and the newest 50 are kept", async () => {
  const folder = join(parent, "mail");
  const { send } = folderTransport(folder);
  for (let n = 1; n <= 52; n += 1) {
    const letter = { to: "ada@example.org", subject: `Letter ${n}`, text: "Hello", messageId: `<../${n}@x>` };
    expect(await send(letter)).toEqual({ done: true });
  }
  const names = readdirSync(folder);
  expect(names).toHaveLength(50);
  const [name = ""] = names.filter((each) => readFileSync(join(folder, each), "utf8").includes("Letter 52"));
  expect(readFileSync(join(folder, name), "utf8")).toBe("To: ada@example.org\nSubject: Letter 52\n\nHello\n");
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});
