import { once } from "node:events";
import { createWriteStream } from "node:fs";

const padded = (prefix: string, number: number) =>
  `00000000-0000-4000-${prefix}-${number.toString(16).padStart(12, "0")}`;
const user = (number: number) => padded("8000", number);
const game = (number: number) => padded("9000", number);
const at = "2026-01-02 03:04:05.678901+00";

interface Table {
  columns: string;
  share: number;
  row(number: number, people: number): string;
}

/** Tables of a busy site: each with its share of all rows, and a row as COPY writes it. */
const tables: Readonly<Record<string, Table>> = {
  '"User"': {
    columns: "id uuid, username text, email text, created_at timestamp with time zone",
    share: 0.2,
    row: (n) => [user(n), `player_${n}`, `player_${n}@example.org`, at].join("\t"),
  },
  '"Game"': {
    columns: "id uuid, name text, max_players integer",
    share: 0.0005,
    row: (n) => [game(n), `Game ${n}`, 4].join("\t"),
  },
  '"GameRequest"': {
    columns:
      "id uuid, sender_id uuid, recipient_id uuid, game_id uuid, proposed_for timestamp with time zone, status text",
    share: 0.4995,
    row: (n, people) =>
      [
        ...[padded("a000", n), user(n % people), user((n + 1) % people), game(n % 100)],
        ...[`${2026 + (n % 50)}-01-02 03:04:05.${String(n % 1e6).padStart(6, "0")}+00`, "accepted"],
      ].join("\t"),
  },
  '"UserNotifications"': {
    columns: "id uuid, user_id uuid, kind text, details json, created_at timestamp with time zone",
    share: 0.3,
    row: (n, people) => {
      const details = JSON.stringify({ text: "Somebody would like to play with you. ".repeat(32), n });
      return [padded("b000", n), user(n % people), "game_request", details, at].join("\t");
    },
  },
};

/**
 * Writes a dump as pg_dump writes it; 2,000,000 rows are about a gigabyte.
 * @returns how many rows each table has
 */
export async function writeDump(file: string, rows: number): Promise<Record<string, number>> {
  const out = createWriteStream(file);
  const write = async (text: string) => {
    if (!out.write(text)) await once(out, "drain");
  };
  const counts: Record<string, number> = {};
  await write("--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n");
  for (const [name, { columns }] of Object.entries(tables))
    await write(`CREATE TABLE public.${name} (${columns});\n`);
  const people = Math.round(rows * 0.2);
  for (const [name, { share, row }] of Object.entries(tables)) {
    const count = Math.round(rows * share);
    counts[name.replaceAll('"', "")] = count;
    await write(`COPY public.${name} FROM stdin;\n`);
    for (let from = 0; from < count; from += 1000) {
      const lines = Array.from({ length: Math.min(1000, count - from) }, (_, index) =>
        row(from + index, people),
      );
      await write(`${lines.join("\n")}\n`);
    }
    await write("\\.\n\n");
  }
  await write("--\n-- PostgreSQL database dump complete\n--\n\n");
  out.end();
  await once(out, "finish");
  return counts;
}
