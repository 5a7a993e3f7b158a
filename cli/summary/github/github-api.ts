import { z } from "zod";

/** An answer of GitHub that is no success. */
export class GitHubError extends Error {
  readonly status: number;
  /** Seconds after which GitHub wants to be asked again; undefined when asking again would not help. */
  readonly retryAfter: number | undefined;

  constructor(message: string, status: number, retryAfter: number | undefined) {
    super(message);
    this.name = "GitHubError";
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const requestTimeoutMs = 20_000;
/** GitHub asks for a minute in between where it names no time after too many writes; it may ask for no more than this. */
const longestWaitS = 60;

/** GitHub's REST API with a token. */
export interface GitHubApi {
  /** Sends a request; `path` is relative to the API, or an address of it that an answer named. */
  request(method: string, path: string, body?: object): Promise<Response>;
}

/** Whether the refusal is about too many requests: GitHub says so by 429, or by 403 with one of two headers. */
function isLimit({ status, headers }: Response): boolean {
  if (status === 429) return true;
  return status === 403 && (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0");
}

function retryAfter(response: Response): number | undefined {
  if (response.status < 500 && !isLimit(response)) return undefined;
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.min(Math.max(seconds, 0), longestWaitS);
  return isLimit(response) ? longestWaitS : 0;
}

async function messageOf(response: Response): Promise<string> {
  const problem = z.object({ message: z.string() }).safeParse(await response.json().catch(() => undefined));
  return problem.success ? problem.data.message.slice(0, 200) : response.statusText;
}

/** Speaks to the API at `base`. The token goes nowhere else, whatever an answer says. */
export function gitHubApi(base: string, token: string): GitHubApi {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    "user-agent": "tovrun",
  };
  return {
    async request(method, path, body) {
      const url = new URL(path.startsWith("/") ? base + path : path);
      if (url.origin !== new URL(base).origin) {
        const words = `GitHub named another server, ${url.origin}; its answer is not trusted`;
        throw new GitHubError(words, 0, undefined);
      }
      const response = await fetch(url, {
        method,
        headers: { ...headers, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
        redirect: "error",
        signal: AbortSignal.timeout(requestTimeoutMs),
      }).catch((error: unknown) => {
        throw unreached(error);
      });
      if (response.ok) return response;
      const words = `GitHub answered ${response.status} to ${method} ${url.pathname}: ${await messageOf(response)}`;
      throw new GitHubError(words, response.status, retryAfter(response));
    },
  };
}

function unreached(error: unknown): GitHubError {
  const reason = error instanceof Error ? (error.cause ?? error) : error;
  return new GitHubError(`GitHub cannot be reached (${reason})`, 0, 0);
}

/** Address of the next page, as the header `Link` names it. */
export function nextPage(link: string | null): string | undefined {
  const entries = (link ?? "").split(/,\s*(?=<)/);
  const next = entries.find((entry) => /;\s*rel="?[^"]*\bnext\b/.test(entry));
  return next && /^<([^>]+)>/.exec(next)?.[1];
}
