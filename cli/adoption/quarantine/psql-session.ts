import { createInterface } from "node:readline";
import type { z } from "zod";
import type { Command } from "../../hosts/remote.ts";
import { Failure } from "../../terminal/exit.ts";
import { sqlstateOf, wordsOf } from "./sqlstate.ts";
import { beginning, type Started, start, write } from "./start.ts";

/** Options with which psql answers in lines of JSON, stops at the first error and tells nothing of it but its code. */
export const SESSION_OPTIONS = [
  ...["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"],
  ...["--set", "ON_ERROR_STOP=1", "--set", "VERBOSITY=sqlstate"],
];

const DONE = "tovplay-done";

/** A psql that is asked one question after the other. */
export class PsqlSession {
  readonly #child: Started;
  readonly #lines: AsyncIterator<string>;
  readonly #stderr: () => string;
  /** What failed, as the beginning of a sentence. */
  readonly #failure: string;
  #ended = false;

  constructor(command: Command, failure: string) {
    this.#failure = failure;
    this.#child = start(command);
    this.#stderr = beginning(this.#child.stderr);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    void this.#child.ended.then(() => {
      this.#ended = true;
    });
  }

  /** Whether psql ended, after an error for example. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends something, and waits while the server is slower. */
  async write(data: string | Uint8Array): Promise<void> {
    if (!this.#child.stdin.writable) await this.#fail();
    await write(this.#child, data);
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
    this.#child.kill();
    await this.#child.ended;
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
    await this.#child.ended;
    throw new Failure("failed", `${this.#failure}: ${wordsOf(sqlstateOf(this.#stderr()))}`);
  }
}
