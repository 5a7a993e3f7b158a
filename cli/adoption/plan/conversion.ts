import { literal } from "../names.ts";

/** Conversion of a dump column's values to this database's type. */
export type Conversion =
  /** None needed: the types have the same values. */
  | { kind: "same"; sql: string }
  /** `sql` if `valid` is true; otherwise the row is invalid. */
  | { kind: "convert"; sql: string; valid: string; how: string }
  /** Times without a zone: the operator has to supply one. */
  | { kind: "needs zone" }
  /** There is no safe conversion. */
  | { kind: "refuse" };

interface Rule {
  from: readonly string[];
  to: readonly string[];
  /** `$` stands for the column, TYPE for the target type, RANGE for its integer range. */
  sql: string;
  valid?: string;
  how?: string;
}

const texts = ["text", "varchar", "name", "citext", "enum"];
const whole = ["int2", "int4", "int8"];
const ranges: Readonly<Record<string, string>> = {
  int2: "-32768 AND 32767",
  int4: "-2147483648 AND 2147483647",
  int8: "-9223372036854775808 AND 9223372036854775807",
};
/** Text that is unambiguous for a type, whatever the server's settings; `@` stands for the text. */
const unambiguous: Readonly<Record<string, string>> = {
  uuid: "@ ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'",
  time: "@ ~ '^[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?$'",
  timestamptz:
    "@ ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$'",
  int2: "@ ~ '^-?[0-9]+$'",
  int4: "@ ~ '^-?[0-9]+$'",
  int8: "@ ~ '^-?[0-9]+$'",
  float8: "@ ~ '^-?[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?$'",
  bool: "@ IN ('true', 'false', 't', 'f')",
  inet: "true",
  jsonb: "true",
};

/**
 * The first match applies. Values leave the dump's database as text and are parsed outside it, so that casts defined by the dump
 * have no effect.
 */
const rules: readonly Rule[] = [
  { from: texts, to: ["text"], sql: "$" },
  {
    from: ["bpchar"],
    to: ["text"],
    sql: "$::text",
    how: "without padding blanks",
  },
  { from: ["int2", "int4"], to: ["int4", "int8"], sql: "$" },
  { from: whole, to: ["text"], sql: "$", how: "numbers as digits" },
  {
    from: ["bool"],
    to: ["text"],
    sql: "CASE WHEN $ THEN 'true' WHEN NOT $ THEN 'false' END",
    how: "as text",
  },
  { from: ["uuid", "inet"], to: ["text"], sql: "$", how: "as text" },
  { from: ["int2", "int4"], to: ["float8"], sql: "$" },
  { from: ["float4"], to: ["float8"], sql: "$" },
  {
    from: ["numeric", "int8"],
    to: ["float8"],
    sql: "$::float8",
    valid: "$::float8::numeric = $",
    how: "the same number in floating point",
  },
  {
    from: [...whole, "numeric"],
    to: whole,
    sql: "$::numeric::TYPE",
    valid: "$::numeric = trunc($::numeric) AND $::numeric BETWEEN RANGE",
    how: "the same integer",
  },
  {
    from: ["float4", "float8"],
    to: whole,
    sql: "$::TYPE",
    // Above 2^53 a floating point number is not a unique integer.
    valid: "$::float8 = trunc($::float8) AND abs($::float8) < 9007199254740992 AND $::float8 BETWEEN RANGE",
    how: "the same integer",
  },
  { from: whole, to: ["bool"], sql: "$ = 1", valid: "$ IN (0, 1)", how: "0 is false, 1 is true" },
  {
    from: ["json"],
    to: ["jsonb"],
    sql: "$",
    valid: "pg_input_is_valid($::text, 'jsonb')",
    how: "the same JSON; of a duplicate key the last value",
  },
  { from: ["cidr"], to: ["inet"], sql: "$" },
];

/** Short names of both types, and the dump's column as SQL. */
interface Columns {
  from: string;
  to: string;
  column: string;
}

/** Chooses the conversion of a column. @param zone of times without one */
export function conversionOf(columns: Columns, zone?: string): Conversion {
  const { from, to, column } = columns;
  if (from === to) return { kind: "same", sql: column };
  const rule = rules.find((one) => one.from.includes(from) && one.to.includes(to));
  if (rule) return applied(rule, column, to);
  if (from === "timestamp" && to === "timestamptz")
    return zone ? inZone(column, zone) : { kind: "needs zone" };
  const pattern = unambiguous[to];
  if (pattern && [...texts, "bpchar"].includes(from)) return fromText(columns, pattern);
  return { kind: "refuse" };
}

function applied({ sql, valid, how }: Rule, column: string, to: string): Conversion {
  const filled = (text: string) =>
    text
      .replaceAll("$", () => column)
      .replace("RANGE", ranges[to] ?? "")
      .replace("TYPE", to);
  if (valid || how)
    return { kind: "convert", sql: filled(sql), valid: filled(valid ?? "true"), how: how ?? "" };
  return { kind: "same", sql: filled(sql) };
}

/** Times that a zone's clocks skip are invalid. */
function inZone(column: string, zone: string): Conversion {
  const at = (value: string) => `(${value} AT TIME ZONE ${literal(zone)})`;
  return {
    kind: "convert",
    sql: at(column),
    valid: `${at(at(column))} = ${column}`,
    how: `local times of ${zone}${/^(?:Etc\/)?(?:UTC|GMT)$/.test(zone) ? "" : "; in a repeated hour the later one"}`,
  };
}

function fromText({ from, to, column }: Columns, pattern: string): Conversion {
  const text = `${column}::text`;
  return {
    kind: "convert",
    sql: from === "bpchar" ? text : column,
    valid: `${pattern.replaceAll("@", () => text)} AND pg_input_is_valid(${text}, '${to}')`,
    how: "unambiguous text",
  };
}
