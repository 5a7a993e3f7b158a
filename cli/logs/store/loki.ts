import { z } from "zod";
import { askStore } from "./ask.ts";
import { extentOf, inOrder, type LogLine, type LogQuestion, quoted, severities } from "./question.ts";

const answer = z.object({
  data: z.object({
    resultType: z.literal("streams"),
    result: z.array(
      z.object({
        stream: z.looseObject({ service_name: z.string() }),
        values: z.array(z.tuple([z.string().regex(/^\d+$/), z.string()])),
      }),
    ),
  }),
});

/** A question in LogQL. Loki wants at least one matcher that does not match nothing. */
export function logQl({ service, correlationId, text, level }: LogQuestion): string {
  return [
    service === undefined ? '{service_name=~".+"}' : `{service_name=${quoted(service)}}`,
    ...(text === undefined ? [] : [`|= ${quoted(text)}`]),
    ...(correlationId === undefined ? [] : [`| correlationId=${quoted(correlationId)}`]),
    ...(level === undefined ? [] : [`| severity_number >= ${severities[level]}`]),
  ].join(" ");
}

/** Lines that Loki has. @param url where it answers */
export async function linesInLoki(url: string, question: LogQuestion): Promise<LogLine[]> {
  const parameters = { query: logQl(question), ...extentOf(question), direction: "backward" };
  const target = `${url}/loki/api/v1/query_range?${new URLSearchParams(parameters)}`;
  const { data } = answer.parse(JSON.parse(await askStore("Loki", target)));
  const lines = data.result.flatMap(({ stream, values }) =>
    values.map(([at, text]) => ({ at: BigInt(at), service: stream.service_name, text })),
  );
  return inOrder(lines);
}
