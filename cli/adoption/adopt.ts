import { execa } from "execa";
import { z } from "zod";
import { inDocker, type Server } from "../database/server.ts";
import { Failure } from "../exit.ts";
import { environmentOf, ownOutput } from "../hosts/remote.ts";
import { tail } from "../run.ts";
import type { Quarantine } from "./quarantine.ts";
import {
  columnSchema,
  columnsSql,
  matchTables,
  quoted,
  referenceSchema,
  referencesSql,
  type TableMatch,
} from "./structure.ts";

const DATABASE = "TovPlay";
const LOGIN = [
  "--no-psqlrc",
  "--quiet",
  "--host",
  "/var/run/postgresql",
  "--username",
  "postgres",
  "--dbname",
];

/** Rows and content of a table, as both sides must have them. */
const proofSchema = z.object({ rows: z.number(), hash: z.string() });
export type Proof = z.infer<typeof proofSchema>;

/** Compares the dump with the database that is to take it over. @throws {Failure} when that one is not empty */
export async function compare(server: Server, quarantine: Quarantine): Promise<TableMatch> {
  const ask = async <T>(args: string[], schema: z.ZodType<T>): Promise<T> =>
    schema.parse(JSON.parse(await must(server, args)));
  const query = (sql: string) => ["--tuples-only", "--no-align", "--command", sql];
  const psql = (sql: string) => [
    "exec",
    "--user",
    "postgres",
    server.container,
    "psql",
    ...LOGIN,
    DATABASE,
    ...query(sql),
  ];
  const dump = await ask(quarantine.psql(query(columnsSql)), z.array(columnSchema));
  const own = await ask(psql(columnsSql), z.array(columnSchema));
  const found = matchTables(dump, own, await ask(psql(referencesSql), z.array(referenceSchema)));
  if (found.problems.length > 0)
    throw new Failure("usage", "the dump does not fit", { detail: found.problems });
  for (const { table } of found.tables) {
    const [{ filled } = { filled: false }] = await ask(
      psql(
        `SELECT json_build_array(json_build_object('filled', EXISTS (SELECT FROM public.${quoted(table)})))`,
      ),
      z.array(z.object({ filled: z.boolean() })),
    );
    if (filled)
      throw new Failure(
        "usage",
        `${quoted(table)} holds rows already; take the dump over into an empty database`,
      );
  }
  return found;
}

/** What the dump's tables hold, table by table in the order of `tables`. */
export async function proofs(
  server: Server,
  quarantine: Quarantine,
  { tables }: TableMatch,
): Promise<Proof[]> {
  const found: Proof[] = [];
  for (const { table, columns } of tables) {
    const sql = `SET TimeZone = 'UTC'; SELECT json_build_object('rows', rows, 'hash', hash) FROM (${proofSql(table, columns)}) AS proof`;
    const answer = await must(server, quarantine.psql(["--tuples-only", "--no-align", "--command", sql]));
    found.push(proofSchema.parse(JSON.parse(answer)));
  }
  return found;
}

/**
 * Copies the rows in one transaction, as the role that owns the tables, and compares them there with `expected`.
 * @throws {Failure} with the server's words; then nothing was changed
 */
export async function copy(
  server: Server,
  quarantine: Quarantine,
  { tables }: TableMatch,
  expected: Proof[],
): Promise<void> {
  const psql = ["exec", "--interactive", "--user", "postgres", server.container, "psql", ...LOGIN, DATABASE];
  const sink = server.docker([...psql, "--set", "ON_ERROR_STOP=1"]);
  const target = execa(sink.file, sink.args, {
    env: environmentOf(sink),
    stdin: "pipe",
    stdout: "ignore",
    reject: false,
  });
  target.stdin.on("error", () => undefined);
  target.stdin.write(
    "BEGIN;\nSET LOCAL statement_timeout = 0;\nSET LOCAL TimeZone = 'UTC';\nSET LOCAL ROLE tovplay_owner;\n",
  );
  for (const { table, columns } of tables) {
    const list = columns.map(quoted).join(", ");
    const from = quarantine.psql([
      "--command",
      `COPY (SELECT ${list} FROM public.${quoted(table)}) TO STDOUT`,
    ]);
    const source = server.docker(from);
    target.stdin.write(`COPY public.${quoted(table)} (${list}) FROM STDIN;\n`);
    const options = { env: environmentOf(source), stdin: "ignore", buffer: false } as const;
    const reading = execa(source.file, source.args, options);
    for await (const chunk of ownOutput(source, reading.stdout)) {
      if (!target.stdin.write(chunk)) await Promise.race([drained(target.stdin), target]);
    }
    await reading;
    target.stdin.write("\\.\n");
  }
  target.stdin.end(
    `${tables.map((table, index) => checkSql(table, expected[index])).join("\n")}\n${countOn}\nCOMMIT;\n`,
  );
  const { exitCode, stderr } = await target;
  if (exitCode !== 0)
    throw new Failure("failed", "the rows were refused, and nothing was changed", {
      detail: tail(stderr, 6),
    });
}

const drained = (stream: NodeJS.WritableStream) => new Promise((resolve) => stream.once("drain", resolve));

/** Order and place of the rows do not count; every value does. */
function proofSql(table: string, columns: readonly string[]): string {
  const row = `md5(ROW(${columns.map(quoted).join(", ")})::text)`;
  return `SELECT count(*) AS rows, coalesce(md5(string_agg(${row}, '' ORDER BY ${row})), '') AS hash FROM public.${quoted(table)}`;
}

function checkSql({ table, columns }: TableMatch["tables"][number], proof: Proof | undefined): string {
  const wanted = proof ?? { rows: -1, hash: "" };
  return `DO $check$ BEGIN IF NOT (SELECT rows = ${wanted.rows} AND hash = '${wanted.hash}' FROM (${proofSql(table, columns)}) AS proof)
  THEN RAISE EXCEPTION 'a table does not hold what the dump holds'; END IF; END $check$;`;
}

/** What is counted on goes on after the highest number that was taken over. */
const countOn = `DO $count$ DECLARE found record; BEGIN
  FOR found IN SELECT relname, attname, pg_get_serial_sequence(format('public.%I', relname), attname) AS sequence
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relowner = 'tovplay_owner'::regrole AND attnum > 0 AND NOT attisdropped
  LOOP
    CONTINUE WHEN found.sequence IS NULL;
    EXECUTE format('SELECT setval(%L, max(%I)) FROM public.%I HAVING max(%I) IS NOT NULL', found.sequence, found.attname, found.relname, found.attname);
  END LOOP; END $count$;`;

async function must(server: Server, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await inDocker(server, args);
  if (code === 0) return stdout;
  throw new Failure("failed", `the database refused to answer: ${tail(stderr, 1).join("")}`);
}
