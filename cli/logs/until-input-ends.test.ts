import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("until-input-ends.sh", import.meta.url));

test("a program that prints nothing ends when standard input does", async () => {
  const child = execa("sh", [script, "sh", "-c", "echo $$; exec sleep 60"], { stdin: "pipe", reject: false });
  for await (const pid of child) {
    child.stdin.end();
    await child;
    expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
  }
});

test("a program that ends by itself does so at once, with its own words and code", async () => {
  const program = ["sh", "-c", 'echo "$1"; exit 3', "sh", "two words"];
  const child = execa("sh", [script, ...program], { stdin: "pipe", reject: false });
  expect(await child).toMatchObject({ exitCode: 3, stdout: "two words" });
});
