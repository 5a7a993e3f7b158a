import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { type Sink, unnamed } from "../dump/reading.ts";
import type { Quarantine } from "./quarantine.ts";
import { type Started, start, write } from "./start.ts";

/** An error at a line that was sent. */
export interface LineError {
  /** Number of the sent line. */
  line: number;
  /** SQLSTATE. */
  code: string;
  /** Row of the COPY, from 1; undefined for other statements. */
  row: number | undefined;
}

/** Result of everything that was sent. */
export interface FeedEnd {
  errors: readonly LineError[];
  /** Number of errors beyond those kept. */
  more: number;
  /** Whether psql read everything. */
  whole: boolean;
}

/** A psql in the quarantine that receives a dump statement by statement. */
export interface Feed extends Sink {
  /** Name in the quarantine of each database of the dump. */
  databases: ReadonlyMap<string, string>;
  end(): Promise<FeedEnd>;
}

const encodedAsUtf8 =
  "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'";
const firstDatabase = "dump_0";
const keptErrors = 10_000;

const atLine = /^psql:<stdin>:(\d+): (?:ERROR|FATAL|PANIC):\s+([0-9A-Z]{5})\b/;
const atRow = /^CONTEXT:\s+COPY .*, line (\d+)/;

/** Starts the feed; the dump's databases are created in UTF-8. */
export async function openFeed(quarantine: Quarantine): Promise<Feed> {
  await quarantine.run("postgres", `CREATE DATABASE ${firstDatabase} ${encodedAsUtf8};`);
  return new PsqlFeed(quarantine);
}

class PsqlFeed implements Feed {
  readonly databases = new Map([[unnamed, firstDatabase]]);
  lines = 0;
  readonly #child: Started;
  readonly #errors: LineError[] = [];
  #more = 0;
  /** Prefix of the answer, which no dump can guess. */
  readonly #mark = `tovplay-${randomUUID()}`;
  #answer: ((answer: string) => void) | undefined;

  constructor(quarantine: Quarantine) {
    // Not sqlstate: the failed row of a COPY is in the context, which is parsed but never shown.
    const options = ["--no-psqlrc", "--quiet", "--file=-", "--set", "VERBOSITY=verbose"];
    this.#child = start(quarantine.server.docker(quarantine.psql(firstDatabase, options)), { quiet: true });
    createInterface({ input: this.#child.stderr }).on("line", (line) => this.#readLine(line));
  }

  async send(text: string): Promise<void> {
    const lines = text.endsWith("\n") ? text : `${text}\n`;
    this.lines += lines.split("\n").length - 1;
    await write(this.#child, Buffer.from(lines, "latin1"));
  }

  async rows(data: Buffer, count: number): Promise<void> {
    this.lines += count;
    await write(this.#child, data);
  }

  async tryCopy(statement: string, target: string): Promise<number | undefined> {
    const answer = new Promise<string>((resolve) => {
      this.#answer = resolve;
    });
    await this.send(`SELECT to_regclass(${escaped(target)})::oid AS adoption_oid \\gset`);
    await this.send(statement);
    await this.send("\\.");
    await this.send(`\\warn ${this.#mark} :ERROR :adoption_oid`);
    const [, oid] = /false (\d+)$/.exec(await Promise.race([answer, this.#child.ended.then(() => "")])) ?? [];
    return oid === undefined ? undefined : Number(oid);
  }

  async enter(database: string): Promise<void> {
    const known = this.databases.get(database);
    const name = known ?? `dump_${this.databases.size}`;
    this.databases.set(database, name);
    if (!known) await this.send(`CREATE DATABASE ${name} ${encodedAsUtf8};`);
    await this.send(`\\connect ${name}`);
  }

  async end(): Promise<FeedEnd> {
    this.#child.stdin.end();
    const whole = (await this.#child.ended) === 0;
    return { errors: this.#errors, more: this.#more, whole };
  }

  #readLine(line: string): void {
    if (line.startsWith(this.#mark)) this.#answer?.(line);
    const [, at, code] = atLine.exec(line) ?? [];
    const [, row] = atRow.exec(line) ?? [];
    const last = this.#errors.at(-1);
    if (row && last && last.row === undefined)
      this.#errors[this.#errors.length - 1] = { ...last, row: Number(row) };
    if (!at || !code) return;
    if (this.#errors.length < keptErrors) this.#errors.push({ line: Number(at), code, row: undefined });
    else this.#more += 1;
  }
}

/** Bytes as an SQL literal, independent of standard_conforming_strings. */
const escaped = (text: string) => `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
