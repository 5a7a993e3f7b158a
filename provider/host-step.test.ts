import { expect, test } from "vitest";
import type { ScriptInput } from "./host-shell.ts";
import { hostStep } from "./host-step.ts";

/** A step on a host that answers scripts from a list; `asked` records the scripts. */
function stepOn(answers: { code?: number; stdout?: string; stderr?: string }[]) {
  const asked: [string, ScriptInput][] = [];
  const shell = {
    host: "198.51.100.7",
    run: async (script: string, input: ScriptInput = {}) => {
      asked.push([script, input]);
      return { code: 0, stdout: "", stderr: "", ...answers[asked.length - 1] };
    },
  };
  const kind = hostStep(
    () => shell,
    () => ({ TOVPLAY_ACTOR: "alex" }),
  );
  return { kind, asked };
}

const quiet = () => undefined;

test("a difference from the state observed right after applying is drift", async () => {
  const { kind, asked } = stepOn([{ stdout: "made\n" }, { stdout: "hash 1\n" }, { stdout: "hash 2\n" }]);
  const inputs = { apply: "A", observe: "O", environment: { X: "1" }, stdin: "secret" };
  const state = { ...inputs, ...(await kind.apply(inputs, quiet)) };
  expect(state).toMatchObject({ stdout: "made\n", observed: "hash 1", applied: "hash 1" });
  expect(kind.drifted(state)).toEqual([]);
  expect(asked[0]).toEqual(["A", { environment: { X: "1", TOVPLAY_ACTOR: "alex" }, stdin: "secret" }]);
  expect(asked[1]?.[1].stdin).toBeUndefined();
  const found = (await kind.observe(state)) ?? {};
  expect(kind.drifted(found)).toEqual(["observed"]);
});

test.each([
  [
    "a script's last line, with the host",
    { code: 1, stderr: "trace\nthe disk is full; free some\n" },
    "198.51.100.7: the disk is full; free some",
  ],
  [
    "the exit code of a script without output",
    { code: 3 },
    "198.51.100.7: a script failed with exit code 3 and printed no error",
  ],
])("a failed step reports %s", async (_, answer, message) => {
  const { kind } = stepOn([answer]);
  await expect(kind.apply({ apply: "A" }, quiet)).rejects.toThrow(message);
});

test("removing a step without a removal script runs nothing", async () => {
  const { kind, asked } = stepOn([]);
  await kind.remove({ apply: "A" });
  expect(asked).toEqual([]);
});

test.each([
  ["an invalid variable name", { apply: "A", environment: { "x;y": "1" } }, "environment.x;y"],
  [
    "a host that looks like an ssh option",
    {
      apply: "A",
      connection: { host: "-oProxyCommand=x", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" },
    },
    "connection.host",
  ],
  [
    "a user that looks like an ssh option",
    { apply: "A", connection: { host: "h", port: 22, user: "-l", hostKey: "ssh-ed25519 AAAA" } },
    "connection.user",
  ],
  [
    "a host key with extra text",
    { apply: "A", connection: { host: "h", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA -oX" } },
    "connection.hostKey",
  ],
  ["a missing script", {}, "apply"],
])("checking a step refuses %s", (_, inputs, property) => {
  const { kind } = stepOn([]);
  expect(kind.check(inputs).map((problem) => problem.property)).toEqual([property]);
});
