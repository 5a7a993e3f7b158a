import type { LogQuestion } from "../question.ts";

/** A line that a container wrote. */
export interface WrittenLine {
  service: string;
  text: string;
  minutesAgo: number;
}

const json = (level: string, message: string, more: object = {}) =>
  JSON.stringify({ level, message, ...more });
const id = "0197c2d4-5a07-4b8e-9f6e-1d2c3b4a5968";

/** Texts that would end a string, start an operator or be a pattern, if a query took them as they are. */
const hostileTexts = [
  'ends " the string',
  'backslash \\ and \\" both',
  '} | drop _msg | {x="',
  "* or _time:5y #",
  "[a-z]+(.*)$",
  "`raw` 'single'",
  "two\u2028lines\ttab",
  "100 % {{.Name}} $HOME",
  "žluťoučký 🦊 \u0000 nul",
];

/** What is in a log store before it is asked. Loki takes no line that is an hour older than the youngest of its service. */
export const writtenLines: readonly WrittenLine[] = [
  { service: "tovplay-postgres", text: `${id} in a line that is no JSON`, minutesAgo: 120 },
  {
    service: "tovplay-nginx",
    text: json("info", "asked", { correlationId: id, path: "/api" }),
    minutesAgo: 9,
  },
  { service: "tovplay-backend", text: json("error", "failed", { correlationId: id }), minutesAgo: 8 },
  { service: "tovplay-backend", text: json("warn", "slow"), minutesAgo: 7 },
  { service: "tovplay-backend", text: json("fatal", "ended"), minutesAgo: 6 },
  { service: "tovplay-postgres", text: "LOG:  no JSON, no level", minutesAgo: 5 },
  {
    service: "tovplay-guardian",
    text: json("info", "spoof", {
      "service.name": "tovplay-nginx",
      severity_number: 21,
      _msg: "x",
      _stream: "{}",
    }),
    minutesAgo: 4,
  },
  {
    service: "tovplay-guardian",
    text: json("info", "spoof deeper", { service: { name: "tovplay-nginx" }, _time: "2020-01-01T00:00:00Z" }),
    minutesAgo: 3,
  },
  ...hostileTexts.map((text) => ({ service: "tovplay-frontend", text: json("debug", text), minutesAgo: 2 })),
];

/** A question of a time in minutes ago instead of a date. */
type Case = [
  what: string,
  question: Omit<LogQuestion, "since" | "until"> & { since?: number; until?: number },
  found: string[],
];

const messages = (...wanted: string[]) =>
  writtenLines.map(({ text }) => text).filter((text) => wanted.some((each) => text.includes(each)));

/** Questions, and the lines that every log store finds, in their order. */
export const logCases: readonly Case[] = [
  ["lines of a service", { service: "tovplay-backend" }, messages("failed", "slow", "ended")],
  ["no line of another service that claims its name", { service: "tovplay-nginx" }, messages("asked")],
  [
    "all lines of a request, whichever service wrote them",
    { correlationId: id },
    messages("asked", "failed"),
  ],
  [
    "lines that hold a text, with and without JSON",
    { text: id, since: 180 },
    messages("in a line that", "asked", "failed"),
  ],
  ["only text in the case it was written", { text: "Failed" }, []],
  ["errors and what is graver", { level: "error" }, messages("failed", "ended")],
  [
    "warnings of a service",
    { level: "warn", service: "tovplay-backend" },
    messages("failed", "slow", "ended"),
  ],
  ["no line without a level", { level: "trace", service: "tovplay-postgres" }, []],
  ["lines since a time", { service: "tovplay-backend", since: 7.5 }, messages("slow", "ended")],
  ["lines until a time", { service: "tovplay-backend", until: 7.5 }, messages("failed")],
  [
    "the newest of more lines than it may",
    { service: "tovplay-backend", limit: 2 },
    messages("slow", "ended"),
  ],
  [
    "lines that meet all conditions",
    { service: "tovplay-backend", correlationId: id, text: "fail", level: "error" },
    messages("failed"),
  ],
  ["nothing for a service that is not there", { service: "tovplay-nothing" }, []],
  ...hostileTexts.map((text): Case => {
    const escaped = JSON.stringify(text).slice(1, -1);
    return [`the text ${escaped}, taken literally`, { text: escaped }, messages(escaped)];
  }),
  ...hostileTexts.map(
    (text): Case => [`nothing of a service called ${JSON.stringify(text)}`, { service: text }, []],
  ),
  ...hostileTexts.map(
    (text): Case => [`nothing of a request called ${JSON.stringify(text)}`, { correlationId: text }, []],
  ),
];

/** A question of the table as it is asked at a moment; without a time of its own, of the last hour. */
export function questionAt(now: number, { since = 60, until, ...question }: Case[1]): LogQuestion {
  const ago = (minutes: number) => new Date(now - minutes * 60_000);
  return { ...question, since: ago(since), ...(until === undefined ? {} : { until: ago(until) }) };
}
