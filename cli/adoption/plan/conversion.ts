import { literal } from "../names.ts";

/** How the values of a dump's column become those of this database's. */
export type Conversion =
  /** As they are: both types hold the same values. */
  | { readonly kind: "same"; readonly sql: string }
  /** `sql` where `valid` is true; where it is not, the row does not fit. */
  | { readonly kind: "convert"; readonly sql: string; readonly valid: string; readonly how: string }
  /** Local times: they are points in time only once somebody says in which zone. */
  | { readonly kind: "needs zone" }
  /** There is more than one meaning, or none. */
  | { readonly kind: "refuse" };

interface Rule {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** `$` stands for the column, TYPE for the type, RANGE for the whole numbers that it holds. */
  readonly sql: string;
  readonly valid?: string;
  readonly how?: string;
}

const TEXTS = ["text", "varchar", "name", "citext", "enum"];
const WHOLE = ["int2", "int4", "int8"];
const RANGES: Readonly<Record<string, string>> = {
  int2: "-32768 AND 32767",
  int4: "-2147483648 AND 2147483647",
  int8: "-9223372036854775808 AND 9223372036854775807",
};
/** Text that has one reading as a value of the type, whatever the server's settings; `@` stands for the text. */
const READINGS: Readonly<Record<string, string>> = {
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
 * The first that fits decides. Values leave the dump's database as the text in which its types write them, and are read as this
 * database's types where nothing of the dump is: a cast that the dump made has no say.
 */
const RULES: readonly Rule[] = [
  { from: TEXTS, to: ["text"], sql: "$" },
  {
    from: ["bpchar"],
    to: ["text"],
    sql: "$::text",
    how: "blanks that fill the column up are left out",
  },
  { from: ["int2", "int4"], to: ["int4", "int8"], sql: "$" },
  { from: WHOLE, to: ["text"], sql: "$", how: "numbers as their digits" },
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
    from: [...WHOLE, "numeric"],
    to: WHOLE,
    sql: "$::numeric::TYPE",
    valid: "$::numeric = trunc($::numeric) AND $::numeric BETWEEN RANGE",
    how: "the same whole number",
  },
  {
    from: ["float4", "float8"],
    to: WHOLE,
    sql: "$::TYPE",
    // Above 2^53 a floating point number stands for several whole ones.
    valid: "$::float8 = trunc($::float8) AND abs($::float8) < 9007199254740992 AND $::float8 BETWEEN RANGE",
    how: "the same whole number",
  },
  { from: WHOLE, to: ["bool"], sql: "$ = 1", valid: "$ IN (0, 1)", how: "0 is false, 1 is true" },
  {
    from: ["json"],
    to: ["jsonb"],
    sql: "$",
    valid: "pg_input_is_valid($::text, 'jsonb')",
    how: "the same JSON; of a key that is there twice the last value",
  },
  { from: ["cidr"], to: ["inet"], sql: "$" },
];

/** Types of both columns by their short names, and the dump's column as SQL. */
interface Columns {
  readonly from: string;
  readonly to: string;
  readonly column: string;
}

/** How one column's values become another's. @param zone in which local times are meant */
export function conversionOf(columns: Columns, zone?: string): Conversion {
  const { from, to, column } = columns;
  if (from === to) return { kind: "same", sql: column };
  const rule = RULES.find((one) => one.from.includes(from) && one.to.includes(to));
  if (rule) return applied(rule, column, to);
  if (from === "timestamp" && to === "timestamptz")
    return zone ? inZone(column, zone) : { kind: "needs zone" };
  const reading = READINGS[to];
  if (reading && [...TEXTS, "bpchar"].includes(from)) return fromText(columns, reading);
  return { kind: "refuse" };
}

function applied({ sql, valid, how }: Rule, column: string, to: string): Conversion {
  const filled = (text: string) =>
    text
      .replaceAll("$", () => column)
      .replace("RANGE", RANGES[to] ?? "")
      .replace("TYPE", to);
  if (valid || how)
    return { kind: "convert", sql: filled(sql), valid: filled(valid ?? "true"), how: how ?? "" };
  return { kind: "same", sql: filled(sql) };
}

/** A time that the clocks leave out in a zone is none that anybody can have meant. */
function inZone(column: string, zone: string): Conversion {
  const at = (value: string) => `(${value} AT TIME ZONE ${literal(zone)})`;
  return {
    kind: "convert",
    sql: at(column),
    valid: `${at(at(column))} = ${column}`,
    how: `local times of ${zone}${/^(?:Etc\/)?(?:UTC|GMT)$/.test(zone) ? "" : "; in an hour that comes twice, the later one"}`,
  };
}

function fromText({ from, to, column }: Columns, reading: string): Conversion {
  const text = `${column}::text`;
  return {
    kind: "convert",
    sql: from === "bpchar" ? text : column,
    valid: `${reading.replaceAll("@", () => text)} AND pg_input_is_valid(${text}, '${to}')`,
    how: "text that has one reading",
  };
}
