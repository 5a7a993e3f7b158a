import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parser } from "@grafana/lezer-logql";
import { mostLines, severities } from "../question.ts";
import type { WrittenLine } from "./log-cases.ts";

/** A line as Loki has it: what the collector read out of it is beside it. */
interface KeptLine {
  at: bigint;
  text: string;
  labels: Record<string, string>;
}

/**
 * Answers like Loki 3.7.8 where it is asked for lines: the same shapes, refusals in plain text, structured metadata among
 * the labels, one stream a set of labels, newest first. Queries are read by Loki's own grammar.
 */
export async function lokiDouble(lines: readonly WrittenLine[], now: number) {
  const kept = lines.map((line) => keptLine(line, now));
  const server = createServer((request, response) => answer(kept, request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** What the collector makes of a line, as far as questions are about it. */
function keptLine({ service, text, minutesAgo }: WrittenLine, now: number): KeptLine {
  const { level, correlationId } = parsed(text);
  const severity = severities[String(level) as keyof typeof severities];
  return {
    at: BigInt(now - Math.round(minutesAgo * 60_000)) * 1_000_000n,
    text: `${text}\n`,
    labels: {
      service_name: service,
      severity_number: String(severity ?? 0),
      ...(typeof correlationId === "string" ? { correlationId } : {}),
    },
  };
}

function parsed(text: string): Record<string, unknown> {
  return text.startsWith("{") ? JSON.parse(text) : {};
}

function answer(kept: readonly KeptLine[], { url = "" }: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, "http://loki");
  const refuse = (words: string) => response.writeHead(400, { "content-type": "text/plain" }).end(words);
  if (pathname !== "/loki/api/v1/query_range") return void response.writeHead(404).end("404 page not found");
  const limit = Number(searchParams.get("limit"));
  if (limit > mostLines)
    return void refuse(
      `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${mostLines})`,
    );
  const query = searchParams.get("query") ?? "";
  const matches = matcherOf(query);
  if (!matches) return void refuse("parse error at line 1, col 1: syntax error: unexpected IDENTIFIER");
  const [start, end] = [BigInt(searchParams.get("start") ?? 0), BigInt(searchParams.get("end") ?? 0)];
  const found = kept.filter((line) => line.at >= start && line.at < end && matches(line));
  const newest = found.sort((one, other) => Number(other.at - one.at)).slice(0, limit);
  const result = newest.map(({ at, text, labels }) => ({ stream: labels, values: [[String(at), text]] }));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ status: "success", data: { resultType: "streams", result, stats: {} } }));
}

type Matches = (line: KeptLine) => boolean;

/** What a query lets through; undefined where it is not LogQL. */
function matcherOf(query: string): Matches | undefined {
  const conditions: Matches[] = [];
  let broken = false;
  parser.parse(query).iterate({
    enter: ({ type, node }) => {
      broken ||= type.isError;
      const condition = conditionsOf[type.name];
      if (condition) conditions.push(condition(query.slice(node.from, node.to)));
    },
  });
  return broken ? undefined : (line) => conditions.every((holds) => holds(line));
}

/** By the grammar's names. */
const conditionsOf: Readonly<Record<string, (part: string) => Matches>> = {
  Matcher: (part) => {
    const [, label = "", operator = "", value = ""] = /^(\w+)\s*(=~|=)\s*(".*")$/s.exec(part) ?? [];
    const wanted = String(JSON.parse(value));
    const pattern = new RegExp(`^(?:${operator === "=~" ? wanted : ""})$`, "s");
    const holds = (has: string) => (operator === "=~" ? pattern.test(has) : has === wanted);
    return ({ labels }) => holds(labels[label] ?? "");
  },
  LineFilter: (part) => {
    const wanted = String(JSON.parse(part.replace(/^\|=\s*/, "")));
    return ({ text }) => text.includes(wanted);
  },
  NumberFilter: (part) => {
    const [, label = "", least = ""] = /^(\w+)\s*>=\s*(\d+)$/.exec(part) ?? [];
    return ({ labels }) => Number(labels[label]) >= Number(least);
  },
};
