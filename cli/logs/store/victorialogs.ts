import { z } from "zod";
import { askStore } from "./ask.ts";
import { extentOf, inOrder, type LogLine, type LogQuestion, quoted, severities } from "./question.ts";

const answerLine = z.object({ _time: z.string(), _msg: z.string(), _stream: z.string() });

/** A question in LogsQL. The service is asked of the stream: a field of that name is whatever the line says. */
export function logsQl({ service, correlationId, text, level }: LogQuestion): string {
  const filters = [
    ...(service === undefined ? [] : [`{"service.name"=${quoted(service)}}`]),
    ...(text === undefined ? [] : [`_msg:*${quoted(text)}*`]),
    ...(correlationId === undefined ? [] : [`correlationId:=${quoted(correlationId)}`]),
    ...(level === undefined ? [] : [`severity_number:>=${severities[level]}`]),
  ];
  return `${filters.join(" ") || "*"} | fields _time, _msg, _stream`;
}

/** Lines that VictoriaLogs has. @param url where it answers */
export async function linesInVictoriaLogs(url: string, question: LogQuestion): Promise<LogLine[]> {
  const body = new URLSearchParams({ query: logsQl(question), ...extentOf(question) });
  const text = await askStore("VictoriaLogs", `${url}/select/logsql/query`, { method: "POST", body });
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => lineOf(answerLine.parse(JSON.parse(line))));
  return inOrder(lines);
}

function lineOf({ _time, _msg, _stream }: z.infer<typeof answerLine>): LogLine {
  return { at: nanosecondsOf(_time), service: serviceOf(_stream), text: _msg };
}

/** The service out of `{service.name="tovplay-nginx"}`. */
function serviceOf(stream: string): string {
  const [, value] = /service\.name=("(?:[^"\\]|\\.)*")/.exec(stream) ?? [];
  return value === undefined ? "" : z.string().parse(JSON.parse(value));
}

/** Nanoseconds since 1970 out of `2026-11-29T14:31:41.748846Z`, of which a Date would keep three digits. */
function nanosecondsOf(time: string): bigint {
  const [, seconds, fraction = ""] = /^(.*?)(?:\.(\d{1,9}))?Z$/.exec(time) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}
