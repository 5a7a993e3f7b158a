import { authorityCertificate } from "../../lab/authority.ts";
import { hostNamed } from "../../lab/hosts.ts";
import { httpLoad } from "../bench/deployment-load/http-load.ts";

/** Runs `work` while a client requests staging's site 20 times a second. @returns its result, and why requests failed */
export async function whileVisited<T>(work: () => Promise<T>): Promise<{ result: T; failures: string[] }> {
  const { address, names } = hostNamed("staging");
  const target = { origin: new URL(`https://${names[0]}`), address, ca: authorityCertificate() };
  const stop = new AbortController();
  const visit = httpLoad(target, { rate: 20, paths: ["/api/health", "/"] }, stop.signal);
  try {
    const result = await work();
    stop.abort();
    const outcomes = await visit;
    if (outcomes.length === 0) throw new Error("no request was sent to the site");
    return { result, failures: outcomes.flatMap(({ failure }) => failure ?? []) };
  } finally {
    stop.abort();
    await visit;
  }
}
