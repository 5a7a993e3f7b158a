import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type GitHubApi, GitHubError, nextPage } from "./github-api.ts";

const comments = z.array(
  z.object({
    id: z.number(),
    body: z.string().nullish(),
    user: z.object({ type: z.string() }).nullish(),
  }),
);

/** Where a comment belongs. */
export interface CommentPlace {
  /** `OWNER/NAME`. */
  repository: string;
  pullRequest: number;
  /** The first line of the comment, by which it is found again. */
  marker: string;
  /** Leaves it alone where there is none yet. Default: false. */
  onlyExisting?: boolean;
}

/** The line that marks the comment of a stack. */
export function markerOf(stack: string): string {
  return `<!-- tovplay-preview: ${stack.replaceAll(/[^\w.-]/g, "_")} -->`;
}

/** Comments of the place, from every page. A person who quotes the marker keeps his comment: only a bot's counts. */
async function find(api: GitHubApi, { repository, pullRequest, marker }: CommentPlace) {
  const found: { id: number; body: string }[] = [];
  let page: string | undefined = `/repos/${repository}/issues/${pullRequest}/comments?per_page=100`;
  while (page) {
    const response = await api.request("GET", page);
    for (const { id, body, user } of comments.parse(await response.json())) {
      if (user?.type === "Bot" && body?.startsWith(marker)) found.push({ id, body });
    }
    page = nextPage(response.headers.get("link"));
  }
  return found;
}

async function remove(api: GitHubApi, repository: string, id: number): Promise<void> {
  try {
    await api.request("DELETE", `/repos/${repository}/issues/comments/${id}`);
  } catch (error) {
    // Another run has been quicker.
    if (!(error instanceof GitHubError && error.status === 404)) throw error;
  }
}

/** Brings the place to one comment with this text. May be tried again at any point: it begins by looking. */
async function bring(api: GitHubApi, place: CommentPlace, text: string): Promise<Outcome> {
  const { repository, pullRequest, marker, onlyExisting = false } = place;
  const [first, ...others] = await find(api, place);
  for (const { id } of others) await remove(api, repository, id);
  const body = `${marker}\n${text}`;
  if (!first && onlyExisting) return "unchanged";
  if (!first) {
    await api.request("POST", `/repos/${repository}/issues/${pullRequest}/comments`, { body });
    return "created";
  }
  if (first.body === body) return "unchanged";
  await api.request("PATCH", `/repos/${repository}/issues/comments/${first.id}`, { body });
  return "updated";
}

/** `forbidden`: the token may not write, as those of pull requests from forks. */
export type Outcome = "created" | "updated" | "unchanged" | "forbidden";

const attempts = 5;

/**
 * Writes the one comment of a stack, or brings it up to date; surplus ones go.
 * @param wait waits that many milliseconds before the next attempt; a test gives its own
 * @throws {GitHubError} when GitHub refuses for good or keeps failing
 */
export async function writeComment(
  api: GitHubApi,
  place: CommentPlace,
  text: string,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await bring(api, place, text);
    } catch (error) {
      const pause = pauseAfter(error, attempt);
      if (isForbidden(error)) return "forbidden";
      if (pause === undefined) throw error;
      await wait(pause);
    }
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof GitHubError && error.status === 403 && error.retryAfter === undefined;
}

/** Milliseconds until the next attempt, twice as long each time; undefined when there is to be none. */
function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof GitHubError) || error.retryAfter === undefined || attempt >= attempts)
    return undefined;
  return Math.max(error.retryAfter * 1000, 500 * 2 ** attempt);
}
