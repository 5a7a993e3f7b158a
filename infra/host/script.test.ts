import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { joinedScript, script } from "./script.ts";

const infra = new URL("../", import.meta.url);
const names = readdirSync(infra, { recursive: true, encoding: "utf8" })
  .map((path) => /^(\w+)\/scripts\/([\w/-]+)\.sh$/.exec(path))
  .flatMap((found) => (found ? [`${found[1]}/${found[2]}`] : []))
  .sort();

/** Names of the functions that a script defines, as often as it does. */
const defined = (text: string) => [...text.matchAll(/^\s*(\w+)\(\) [{(]/gm)].map(([, name = ""]) => name);
const functions = [...new Set(names.flatMap((name) => defined(script(name))))];

function called(text: string): string[] {
  const commands = text.replace(/^\s*#.*$/gm, "").replace(/'[^']*'/g, "''");
  const begins = String.raw`(?:^|[|&({!]|(?:^\s*|; )(?:if|elif|then|else|while|until|do)\b)\s*`;
  return functions.filter((name) =>
    // After a semicolon, messages go on in words.
    new RegExp(`${begins}${name}(?:\\s|\\)|;|$)|;\\s*${name}(?:\\s+["$-]|\\s*[;)]|$)`, "m").test(commands),
  );
}

describe.each(names)("the script %s", (name) => {
  const text = script(name);

  test("defines every function that it calls", () => {
    expect(called(text).filter((each) => !defined(text).includes(each))).toEqual([]);
  });

  test("defines no function twice", () => {
    expect(defined(text).filter((each, index, all) => all.indexOf(each) !== index)).toEqual([]);
  });

  test("can be parsed, and is short enough for a command line", () => {
    const [interpreter = ""] = /\w+(?=\n)/.exec(text) ?? [];
    const { status, stderr } = spawnSync(interpreter, ["-n", "-c", text], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(text.length).toBeLessThan(100_000);
  });
});

test("the functions that hosts share are defined and called", () => {
  expect(called(script("host/sshd"))).toEqual(expect.arrayContaining(["fail", "place", "sockets_at"]));
  expect(called(script("application/release"))).toEqual(
    expect.arrayContaining(["json_string", "uptime_seconds"]),
  );
});

const files: Record<string, string> = {
  "application/site": "#!/bin/sh\n# Switches.\n# uses: nginx, host/say\nset -eu\nsay done\n",
  "application/nginx": "#!/bin/sh\n# nginx.\n# uses: host/fail, host/say\nload() { :; }\n",
  "host/fail": "#!/bin/sh\n# Ends.\nfail() { exit 1; }\n",
  "host/say": "#!/bin/sh\n# Talks.\n# uses: fail\nsay() { echo; }\n",
  "host/one": "#!/bin/sh\n# uses: other\n",
  "host/other": "#!/bin/sh\n# uses: one\n",
  "host/nothing": "echo\n",
};
const read = (name: string) => files[name] ?? "";

test("a script comes with everything that it uses, each part once and after what that part uses", () => {
  expect(joinedScript("application/site", read)).toBe(
    "#!/bin/sh\n# Switches.\n\n# Ends.\nfail() { exit 1; }\n\n# Talks.\nsay() { echo; }\n\n# nginx.\nload() { :; }\n\nset -eu\nsay done\n",
  );
});

test("a script that uses nothing is sent as it is", () => {
  expect(joinedScript("host/fail", read)).toBe(files["host/fail"]);
});

test("scripts that use each other are refused", () => {
  expect(() => joinedScript("host/one", read)).toThrow(
    "host/one uses host/other uses host/one; move what they share to another script",
  );
});

test("a script without an interpreter is refused", () => {
  expect(() => joinedScript("host/nothing", read)).toThrow("host/nothing has no interpreter");
});

test("a script that does not exist is refused", () => {
  expect(() => script("host/missing")).toThrow("host/scripts/missing.sh");
});
