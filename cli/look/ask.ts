import { isDeepStrictEqual } from "node:util";
import { asRoot, sshArguments } from "../../provider/ssh/command.ts";
import type { Connection } from "../../provider/ssh/connection.ts";
import { sshEnvironment } from "../../provider/ssh/key.ts";
import { type Command, captureCommand } from "../hosts/remote.ts";
import { shellQuote } from "../process/shell.ts";
import { Failure } from "../terminal/exit.ts";
import type { Question } from "./question.ts";

/** How many shells answer questions about this machine at once. */
const shellsHere = 4;

/** Questions that one shell answers. */
interface Group {
  connection: Connection | undefined;
  questions: Question[];
}

/** A line before each answer, with the number of its question. */
const mark = "--- tovplay: answer to ";

/** Asks every host, and this machine, all its questions in one round trip, all at once. @returns answers by question @throws {Failure} when a host does not answer */
export async function askAll(
  questions: readonly Question[],
  env: NodeJS.ProcessEnv,
): Promise<Map<Question, string>> {
  const here = questions.filter(({ connection }) => !connection);
  // Most of an answer is waiting for Docker. A host gets all in one session, this machine some at a time.
  const groups: Group[] = Array.from({ length: shellsHere }, (_, shell) => ({
    connection: undefined,
    questions: here.filter((_each, index) => index % shellsHere === shell),
  })).filter((each) => each.questions.length > 0);
  for (const question of questions) {
    const { connection } = question;
    if (!connection) continue;
    const group = groups.find((each) => isDeepStrictEqual(each.connection, connection));
    if (group) group.questions.push(question);
    else groups.push({ connection, questions: [question] });
  }
  const answers = await Promise.all(groups.map((group) => askHost(group.connection, group.questions, env)));
  return new Map(answers.flatMap((each) => [...each]));
}

async function askHost(
  connection: Connection | undefined,
  questions: readonly Question[],
  env: NodeJS.ProcessEnv,
): Promise<Map<Question, string>> {
  const { code, stdout, stderr, refused } = await captureCommand(shellOn(connection, env), {
    env,
    input: scriptOf(questions),
  });
  if (code === 0) return answersIn(stdout, questions);
  const host = connection?.host ?? "this machine";
  throw new Failure("failed", refused ?? `${host} cannot be looked at: ${stderr.trim().split("\n").at(-1)}`);
}

/** A shell that reads its script from standard input: a command line holds 128 KiB at most. */
function shellOn(connection: Connection | undefined, env: NodeJS.ProcessEnv): Command {
  if (!connection) return { file: "sh", args: [] };
  const args = sshArguments(connection, asRoot(connection.user, "exec sh"));
  return { file: "ssh", args, env: sshEnvironment(env), marked: connection };
}

/** One script that answers all questions about one host; a script that several share travels once. */
export function scriptOf(questions: readonly Question[]): string {
  // On this machine the user's own settings say which Docker engine is meant.
  const env = questions[0]?.connection ? 'env -i PATH="$PATH" LC_ALL=C.UTF-8' : "env";
  const scripts = [...new Set(questions.map(({ script }) => script))];
  const lines = questions.map(({ script, environment }, index) => {
    const settings = Object.entries(environment).map(([key, value]) => shellQuote(`${key}=${value}`));
    return ["ask", index, ...settings, "sh", "-c", `"$script${scripts.indexOf(script)}"`].join(" ");
  });
  return [
    `ask() { echo; echo "${mark}$1"; shift; ${env} "$@" </dev/null 2>/dev/null || echo "failed: $?"; }`,
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
