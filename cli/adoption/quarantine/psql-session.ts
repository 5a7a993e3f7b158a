import { createInterface } from "node:readline";
import type { z } from "zod";
import type { Command } from "../../hosts/remote.ts";
import { Failure } from "../../terminal/exit.ts";
import { sqlstateOf, sqlstateText } from "./sqlstate.ts";
import { beginning, type Started, start, write } from "./start.ts";

/** Options with which psql prints bare values, stops at the first error and prints only its code. */
export const sessionOptions = [
  ...["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"],
  ...["--set", "ON_ERROR_STOP=1", "--set", "VERBOSITY=sqlstate"],
];

const doneMark = "tovplay-done";

/** A psql that runs one query after another. */
export class PsqlSession {
  readonly #child: Started;
  readonly #lines: AsyncIterator<string>;
  readonly #stderr: () => string;
  /** Start of the message about a failure. */
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

  /** Whether psql has exited, for example after an error. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends data, waiting while the server is slower. */
  async write(data: string | Uint8Array): Promise<void> {
    if (!this.#child.stdin.writable) await this.#fail();
    await write(this.#child, data);
  }

  /** Runs a query and parses its single value as JSON. @throws {Failure} with the code of the error */
  async ask<T>(sql: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(JSON.parse(await this.#answer(`${sql};`)));
  }

  /** Runs statements that print nothing. @throws {Failure} with the code of the error */
  async run(sql: string): Promise<void> {
    await this.#answer(sql);
  }

  /** Ends it; an open transaction is rolled back. */
  async close(): Promise<void> {
    this.#child.kill();
    await this.#child.ended;
  }

  /** The output of a query, which may have several lines. */
  async #answer(sql: string): Promise<string> {
    await this.write(`${sql}\n\\echo ${doneMark}\n`);
    const lines: string[] = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) return this.#fail();
      if (value === doneMark) return lines.join("\n");
      lines.push(value);
    }
  }

  async #fail(): Promise<never> {
    await this.#child.ended;
    throw new Failure("failed", `${this.#failure}: ${sqlstateText(sqlstateOf(this.#stderr()))}`);
  }
}
