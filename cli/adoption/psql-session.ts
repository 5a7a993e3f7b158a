import { createInterface } from "node:readline";
import { execa } from "execa";
import type { z } from "zod";
import { Failure } from "../exit.ts";
import { sqlstateOf, wordsOf } from "./sqlstate.ts";

/** A program and its arguments. */
interface ProgramCall {
  readonly file: string;
  readonly args: readonly string[];
}

/** Options with which psql answers in lines of JSON, stops at the first error and tells nothing of it but its code. */
export const SESSION_OPTIONS = [
  ...["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"],
  ...["--set", "ON_ERROR_STOP=1", "--set", "VERBOSITY=sqlstate"],
];

const DONE = "tovplay-done";
const KEPT_STDERR = 4096;

/** A psql that is asked one question after the other. */
export class PsqlSession {
  readonly #child;
  readonly #lines: AsyncIterator<string>;
  /** What failed, as the beginning of a sentence. */
  readonly #failure: string;
  #stderr = "";
  #ended = false;

  constructor({ file, args }: ProgramCall, failure: string) {
    this.#failure = failure;
    // In a process group of its own: Ctrl-C must not end it before the launcher has said so.
    this.#child = execa(file, args, {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
      reject: false,
      buffer: false,
      detached: true,
    });
    this.#child.stdin.on("error", () => undefined);
    this.#child.stderr.on("data", (chunk: Buffer) => {
      if (this.#stderr.length < KEPT_STDERR) this.#stderr += chunk.toString("latin1");
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#child.finally(() => {
      this.#ended = true;
    });
  }

  /** Whether psql ended, after an error for example. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends something, and waits while the server is slower. */
  async write(data: string | Uint8Array): Promise<void> {
    const { stdin } = this.#child;
    if (!stdin.writable) await this.#fail();
    if (!stdin.write(data))
      await Promise.race([new Promise((resolve) => stdin.once("drain", resolve)), this.#child]);
  }

  /** Runs a query whose only value is JSON. @throws {Failure} with the code of the error */
  async ask<T>(sql: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(JSON.parse(await this.#answer(`${sql};`)));
  }

  /** Runs statements that print nothing. @throws {Failure} with the code of the error */
  async run(sql: string): Promise<void> {
    await this.#answer(sql);
  }

  /** Ends it; what is not committed is rolled back. */
  async close(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child;
  }

  /** What it prints; PostgreSQL writes an array over several lines. */
  async #answer(sql: string): Promise<string> {
    await this.write(`${sql}\n\\echo ${DONE}\n`);
    const lines: string[] = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) return this.#fail();
      if (value === DONE) return lines.join("\n");
      lines.push(value);
    }
  }

  async #fail(): Promise<never> {
    await this.#child;
    throw new Failure("failed", `${this.#failure}: ${wordsOf(sqlstateOf(this.#stderr))}`);
  }
}
