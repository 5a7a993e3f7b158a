const lokiUrl = "http://127.0.0.1:3100";

/** Lines of the last ten minutes that hold `text`, by service. */
export async function linesWith(text: string): Promise<Map<string, string[]>> {
  const query = `{service_name=~".+"} |= ${JSON.stringify(text)}`;
  const start = `${Date.now() - 600_000}000000`;
  const response = await fetch(
    `${lokiUrl}/loki/api/v1/query_range?${new URLSearchParams({ query, start, limit: "50" })}`,
  );
  const body = (await response.json()) as {
    data: { result: { stream: { service_name: string }; values: [string, string][] }[] };
  };
  const lines = new Map<string, string[]>();
  for (const { stream, values } of body.data.result) {
    lines.set(stream.service_name, [
      ...(lines.get(stream.service_name) ?? []),
      ...values.map(([, line]) => line),
    ]);
  }
  return lines;
}
