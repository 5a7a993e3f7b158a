import { isDeepStrictEqual } from "node:util";
import { asRoot, sshArguments } from "../../../provider/ssh/command.ts";
import type { Connection } from "../../../provider/ssh/connection.ts";
import { sshEnvironment } from "../../../provider/ssh/key.ts";
import { shellQuote } from "../../process/shell.ts";
import { Failure } from "../../terminal/exit.ts";
import { captureCommand } from "../remote.ts";
import type { Question } from "./question.ts";

/** A line before each answer, with the number of its question. */
const mark = "--- tovplay: answer to ";

/** Asks every host all its questions in one round trip, all hosts at once. @returns answers by question @throws {Failure} when a host does not answer */
export async function askAll(
  questions: readonly Question[],
  env: NodeJS.ProcessEnv,
): Promise<Map<Question, string>> {
  const groups: { connection: Connection; questions: Question[] }[] = [];
  for (const question of questions) {
    const { connection } = question;
    const group = groups.find((each) => isDeepStrictEqual(each.connection, connection));
    if (group) group.questions.push(question);
    else groups.push({ connection, questions: [question] });
  }
  const answers = await Promise.all(groups.map((group) => askHost(group.connection, group.questions, env)));
  return new Map(answers.flatMap((each) => [...each]));
}

async function askHost(
  connection: Connection,
  questions: readonly Question[],
  env: NodeJS.ProcessEnv,
): Promise<Map<Question, string>> {
  // A command line holds 128 KiB at most; standard input has no limit.
  const args = sshArguments(connection, asRoot(connection.user, "exec sh"));
  const command = { file: "ssh", args, env: sshEnvironment(env), marked: connection };
  const { code, stdout, stderr, refused } = await captureCommand(command, {
    env,
    input: scriptOf(questions),
  });
  if (code === 0) return answersIn(stdout, questions);
  throw new Failure(
    "failed",
    refused ?? `${connection.host} cannot be looked at: ${stderr.trim().split("\n").at(-1)}`,
  );
}

/** One script that answers all questions; a script that several share travels once. */
export function scriptOf(questions: readonly Question[]): string {
  const scripts = [...new Set(questions.map(({ script }) => script))];
  const lines = questions.map(({ script, environment }, index) => {
    const settings = Object.entries(environment).map(([key, value]) => shellQuote(`${key}=${value}`));
    return ["ask", index, ...settings, "sh", "-c", `"$script${scripts.indexOf(script)}"`].join(" ");
  });
  return [
    `ask() { echo; echo "${mark}$1"; shift; env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@" </dev/null 2>/dev/null || echo "failed: $?"; }`,
    ...scripts.map((script, index) => `script${index}=${shellQuote(script)}`),
    ...lines,
    "exit 0",
    "",
  ].join("\n");
}

/** Answers out of what {@link scriptOf} printed, without white space around them; a question may have none. */
export function answersIn(printed: string, questions: readonly Question[]): Map<Question, string> {
  const parts = `\n${printed}`.split(`\n${mark}`).slice(1);
  return new Map(
    parts.flatMap((part): [Question, string][] => {
      const [number = "", ...answer] = part.split("\n");
      const question = questions[Number(number)];
      return question ? [[question, answer.join("\n").trim()]] : [];
    }),
  );
}
