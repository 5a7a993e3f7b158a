import { expect, test } from "vitest";
import type { Piece } from "./piece.ts";
import { Scanner } from "./scanner.ts";

function scan(text: string, size: number): { pieces: Piece[]; open: string | undefined } {
  const scanner = new Scanner();
  const data = Buffer.from(text, "latin1");
  const pieces: Piece[] = [];
  for (let at = 0; at < data.length; at += size) pieces.push(...scanner.write(data.subarray(at, at + size)));
  const { pieces: last, end } = scanner.end();
  return { pieces: [...pieces, ...last], open: end.open };
}

/** Pieces as texts, without line ends. */
function summary(pieces: readonly Piece[]): string[] {
  const texts = pieces.map((piece) => {
    if (piece.kind === "line-end") return "";
    if (piece.kind === "rows") return `rows ${piece.count} ${piece.data.toString("latin1")}`;
    return piece.kind === "statement" ? piece.head : piece.text;
  });
  return texts.filter((text) => text !== "");
}

const dump = 'SELECT 1;\nCOPY "a;b" FROM stdin;\nit\'s\t;\n\\\\.\n\\.\r\n-- end\n';

test("rows are not read as SQL and end with their terminator", () => {
  expect(summary(scan(dump, dump.length).pieces)).toEqual([
    "SELECT 1;",
    'COPY "a;b" FROM stdin;',
    "rows 2 it's\t;\n\\\\.\n",
    "\\.\r",
    "-- end",
  ]);
});

test.each([1, 2, 3, 7, 64])("chunks of %i bytes give the same pieces", (size) => {
  const { pieces, open } = scan(dump, size);
  const rows = pieces.filter((piece) => piece.kind === "rows");
  expect(Buffer.concat(rows.map(({ data }) => data)).toString()).toBe("it's\t;\n\\\\.\n");
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  expect(summary(pieces).filter((text) => !text.startsWith("rows"))).toHaveLength(4);
  expect(open).toBeUndefined();
});

test.each([
  ["COPY t FROM stdin;\n", "rows"],
  ["COPY t FROM stdin;\na\tb", "rows"],
  ["COPY t FROM stdin;\na\n\\", "rows"],
  ["COPY t FROM stdin;\na\n\\.", undefined],
  ["COPY t FROM stdin;\n\\.\nSELECT 1", "statement"],
])("at the end of %j, open is %s", (text, open) => {
  expect(scan(text, 5).open).toBe(open);
});
