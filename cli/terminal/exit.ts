/** Exit codes of `./tovrun`, one table for the program and for its `--help`. */
export const exitCodes = {
  ok: { code: 0, meaning: "done" },
  failed: { code: 1, meaning: "it failed; the last line says why, and what to do" },
  usage: { code: 2, meaning: "wrong command, option or setting" },
  missing: {
    code: 3,
    meaning: "something is missing on this machine (Docker, disk space, a free port, a program)",
  },
  locked: { code: 4, meaning: "another run has locked the stack" },
  unhealthy: { code: 5, meaning: "the stack is not running or not healthy" },
  changes: { code: 6, meaning: "preview: there are changes to deploy" },
  policy: { code: 7, meaning: "a policy refused the change" },
  interrupted: { code: 130, meaning: "interrupted; run it again" },
} as const;

export type ExitName = keyof typeof exitCodes;

/** What may come with a failure: lines for the eye, printed above its sentence, and the error it came from. */
export interface FailureContext {
  detail?: readonly string[];
  cause?: unknown;
}

/** An expected failure: `message` says what happened, to what, and what to do. */
export class Failure extends Error {
  readonly exit: ExitName;
  readonly detail: readonly string[];

  constructor(exit: ExitName, message: string, { detail = [], cause }: FailureContext = {}) {
    super(message, { cause });
    this.name = "Failure";
    this.exit = exit;
    this.detail = detail;
  }
}

/** The table as lines for `--help`. */
export function exitCodeHelp(): string {
  const rows = Object.values(exitCodes).map(
    ({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`,
  );
  return ["Exit codes:", ...rows].join("\n");
}

/** What an error of any kind means for the process: text for standard error, and the exit code. */
export function explain(error: unknown): { text: string; code: number } {
  if (error instanceof Failure) {
    const lines = [...error.detail.map((line) => `  ${line}`), `tovrun: ${error.message}`];
    return { text: lines.join("\n"), code: exitCodes[error.exit].code };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    text: `tovrun: this is a bug in the launcher, please report it: ${text}`,
    code: exitCodes.failed.code,
  };
}
