import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Completeness, type Verdict } from "./completeness.ts";
import { Scanner } from "./scanner.ts";

function verdictOf(data: Buffer): Verdict {
  const scanner = new Scanner();
  const completeness = new Completeness();
  for (const piece of scanner.write(data)) completeness.note(piece);
  const { pieces, end } = scanner.end();
  for (const piece of pieces) completeness.note(piece);
  return completeness.verdict(end);
}

const first = "-- PostgreSQL database dump\n";
const last = "-- PostgreSQL database dump complete\n";
const cluster = "-- PostgreSQL database cluster dump\n";

test.each<[Verdict["kind"], string]>([
  ["proven", `${first}SELECT 1;\n${last}`],
  ["proven", `${first}${last}${first}SELECT 1;\n${last}--\n\n`],
  ["proven", `${cluster}${first}${last}-- PostgreSQL database cluster dump complete\n`],
  ["proven", `${first}\\restrict a\nSELECT 1;\n${last}\\unrestrict a\n`.replaceAll("\n", "\r\n")],
  ["unproven", ""],
  ["unproven", "SELECT 1;\n"],
  ["proven", `SELECT 1;\n${last}`],
  ["unproven", `-- Name: t; Type: TABLE; Schema: public; Owner: o\nSELECT 1;\n${last}`],
  ["unproven", `SELECT 1;\n${last}-- PostgreSQL database cluster dump complete\n`],
  ["unproven", `SELECT 1;\n${last}\\unrestrict a\n`],
  ["unproven", `${first}${last}SELECT 1;\n`],
  ["unproven", `${first}${last}\\i more.sql\n`],
  ["unproven", `${first}${last}SELECT 1;\n${last}`],
  ["cut", `${first}SELECT 1;\n`],
  ["cut", `${first}SELECT 1;\n${first}SELECT 2;\n${last}`],
  ["cut", `${cluster}${first}${last}`],
  ["cut", `${first}SELECT 1;\n${last.trim().slice(0, -1)}`],
  ["cut", `${first}SELECT '\n${last}`],
  ["cut", `${first}COPY t FROM stdin;\n${last}`],
  ["cut", `${first}\\restrict a\n${last}\\unrestrict b\n`],
  ["cut", `${first}\\restrict a\n${last}`],
])("%s: %j", (kind, text) => {
  expect(verdictOf(Buffer.from(text)).kind).toBe(kind);
});

/** The same places on every run. */
function* places(below: number, count: number): Generator<number> {
  let state = 20261129;
  for (let index = 0; index < count; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield Math.floor((state / 2 ** 32) * below);
  }
}

const folder = new URL("../../../tests/conformance/adoption/dumps/", import.meta.url);

test.each(["a-plain", "a-inserts", "a-noowner", "a-dumpall", "a-dumpall-clean", "d-bom-crlf"])(
  "%s is proven whole, and wherever it is cut, at its end or at its beginning, it is not",
  (name) => {
    const whole = readFileSync(new URL(`${name}.sql`, folder));
    const data = whole.subarray(whole[0] === 0xef ? 3 : 0);
    expect(verdictOf(data).kind).toBe("proven");
    // What comes behind the last line of proof is blank.
    const end = data.toString("latin1").trimEnd().replace(/\n--$/, "").trimEnd().length;
    const proven = [...places(end, 300)].filter((at) => verdictOf(data.subarray(0, at)).kind === "proven");
    expect(proven).toEqual([]);
    const start = data.indexOf("\n-- PostgreSQL database") + 2;
    const tails = [...places(end - start, 300)].map((at) => start + at);
    expect(tails.filter((at) => verdictOf(data.subarray(at)).kind === "proven")).toEqual([]);
  },
);
