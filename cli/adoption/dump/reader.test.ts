import { expect, test } from "vitest";
import { DumpReader } from "./reader.ts";
import type { Reading, Sink } from "./reading.ts";

/** Records what it receives; only `tables` accept rows. */
class Recorder implements Sink {
  lines = 0;
  readonly texts: string[] = [];
  readonly #tables: readonly string[];

  constructor(tables: readonly string[]) {
    this.#tables = tables;
  }

  async send(text: string): Promise<void> {
    this.lines += 1;
    this.texts.push(text);
  }

  async rows(data: Buffer, count: number): Promise<void> {
    this.lines += count;
    this.texts.push(data.toString());
  }

  async tryCopy(_: string, target: string): Promise<number | undefined> {
    const found = this.#tables.indexOf(target);
    return found === -1 ? undefined : found + 1;
  }

  async enter(database: string): Promise<void> {
    this.texts.push(`enter ${database}`);
  }
}

async function read(
  lines: readonly string[],
  { encoding, tables = ["t"] }: { encoding?: string; tables?: readonly string[] } = {},
): Promise<Reading & { texts: readonly string[] }> {
  const sink = new Recorder(tables);
  const chunks = (async function* () {
    yield Buffer.from(`${lines.join("\n")}\n`);
  })();
  return { ...(await new DumpReader(sink, encoding).read(chunks)), texts: sink.texts };
}

test("rows of a missing table are counted but not sent, since psql would read them as SQL", async () => {
  const { texts, copied } = await read([
    "COPY gone FROM stdin;",
    "it's",
    "\\.",
    "COPY t FROM stdin;",
    "a",
    "\\.",
  ]);
  expect(texts).toEqual(["COPY t FROM stdin;", "a\n", "\\."]);
  expect(copied.map(({ target, rows, oid }) => [target, rows, oid])).toEqual([
    ["gone", 1, undefined],
    ["t", 1, 1],
  ]);
});

test("rows of several COPYs into one table are counted together", async () => {
  const sink = ["COPY t FROM stdin;", "a", "\\.", "COPY t FROM stdin;", "b", "c", "\\."];
  expect((await read(sink)).copied).toMatchObject([{ oid: 1, rows: 3 }]);
});

test("the operator's encoding overrides the dump's in every database", async () => {
  const { texts } = await read(
    ["SET client_encoding = 'UTF8';", "\\connect a", "SET client_encoding = 'SQL_ASCII';"],
    {
      encoding: "LATIN1",
    },
  );
  expect(texts).toEqual(['SET client_encoding = "LATIN1";', "enter a", 'SET client_encoding = "LATIN1";']);
});

test("zero bytes are reported and lose no text", async () => {
  const { problems, texts } = await read(["SELECT 1;", "SELECT\0 2;", "COPY t FROM stdin;", "a\0", "\\."]);
  expect(problems).toEqual(["it contains zero bytes, so it is damaged; make the dump again"]);
  expect(texts).toEqual(["SELECT 1;", "SELECT  2;", "COPY t FROM stdin;", "a \n", "\\."]);
});

test("a problem of many lines is reported once", async () => {
  const { problems } = await read(["\\q", "\\q", "\\q", "ROLLBACK;", "SET client_encoding = 'SJIS';"]);
  expect(problems).toEqual([
    "line 1 (and 2 later ones) has the psql command \\q, which may leave the dump or run something else; remove it",
    "line 4 undoes earlier statements",
    "line 5 sets the encoding SJIS; make the dump again with 'pg_dump --encoding=UTF8'",
  ]);
});

test("a COPY in binary form or with an unsupported name is not sent", async () => {
  const { problems, texts } = await read([
    ...["COPY t FROM stdin (FORMAT binary);", "x", "\\."],
    ...['COPY U&"t" FROM stdin;', "x", "\\."],
  ]);
  expect(problems).toHaveLength(2);
  expect(texts).toEqual([]);
});

test("tables filled by other statements than pg_dump's COPY are recorded", async () => {
  const { uncounted, skippingConflicts, doubts } = await read([
    'INSERT INTO public."A" VALUES (1) ON CONFLICT DO NOTHING;',
    "INSERT INTO b VALUES (1);",
    "COPY t FROM stdin CSV;",
    "\\.",
    "DELETE FROM t;",
  ]);
  expect([...uncounted]).toEqual(["A", "b", "t"]);
  expect([...skippingConflicts]).toEqual(["A"]);
  expect(doubts).toEqual(["line 5 is a statement that pg_dump does not write, and may change rows"]);
});
