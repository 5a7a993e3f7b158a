import { Failure } from "../../terminal/exit.ts";

/** Milliseconds that a log store may take for an answer. */
const patience = 60_000;

/**
 * Asks a log store over HTTP.
 * @param name of the program, for people
 * @throws {Failure} when it does not answer, or refuses; both stores say why in plain text
 */
export async function askStore(name: string, url: string, request: RequestInit = {}): Promise<string> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(patience) }).catch(
    (cause: unknown) => {
      const { origin } = new URL(url);
      throw new Failure("unhealthy", `${name} does not answer at ${origin}; look at './tovrun status'`, {
        cause,
      });
    },
  );
  const text = await response.text();
  if (response.ok) return text;
  throw new Failure("failed", `${name} refuses the query: ${text.trim()}`);
}
