import { execa } from "execa";
import { expect, test } from "vitest";
import { answersIn, scriptOf } from "./ask.ts";
import type { Question } from "./question.ts";

const connection = { host: "192.0.2.1", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" };
const question = (script: string, environment: Record<string, string> = {}): Question => ({
  connection,
  about: script,
  script,
  environment,
  matches: () => true,
});

const questions = [
  question(`printf '%s' "$TEXT"`, { TEXT: "it's $HOME" }),
  question(`printf '%s' "$TEXT"`, { TEXT: "other" }),
  question("echo one; echo two"),
  question("echo lost >&2; exit 3"),
  question("cat"),
  question("echo last"),
];

test("one script answers every question, each with its own settings, whatever the others do", async () => {
  const { stdout } = await execa("sh", { input: scriptOf(questions) });
  expect([...answersIn(stdout, questions).values()]).toEqual([
    "it's $HOME",
    "other",
    "one\ntwo",
    "failed: 3",
    "",
    "last",
  ]);
});

test("a script that several questions share travels once", () => {
  expect(scriptOf(questions).split("printf").length - 1).toBe(1);
});

test("a host that was cut off in the middle leaves the rest unanswered", async () => {
  const { stdout } = await execa("sh", { input: scriptOf(questions) });
  const cut = stdout.slice(0, stdout.indexOf("--- tovplay: answer to 3"));
  expect(answersIn(cut, questions).size).toBe(3);
});
