import { setTimeout as sleep } from "node:timers/promises";
import { Refused, TryLater } from "../notices/outlet.ts";
import { RateLimits, type Waiting } from "./rate-limits.ts";
import type { DiscordSetting } from "./settings.ts";

/** A request to Discord. */
export interface DiscordRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE" | "PUT";
  /** Path without ids, which names its rate limit, for example `channels/messages`. */
  route: string;
  /** Channel or server by which Discord counts; empty where there is none. */
  major: string;
  path: string;
  body?: object;
  /** Whether it speaks as the bot; an interaction's own address needs no token. Default: true. */
  asBot?: boolean;
}

/** Longest wait for an answer, in milliseconds, and for a limit, before somebody else has to try later. */
const timeout = 10_000;
const longestWait = 20_000;

const attempts = 3;

/** Discord said that there is no such thing, or that we may not see it. */
export class Missing extends Refused {}

/** Discord's REST interface, within its limits. */
export class DiscordRest {
  readonly #setting: Pick<DiscordSetting, "api" | "token">;
  readonly #limits: RateLimits;
  readonly #waiting: Waiting;

  constructor(
    setting: Pick<DiscordSetting, "api" | "token">,
    waiting: Waiting = { now: Date.now, sleep: pause },
  ) {
    this.#setting = setting;
    this.#waiting = waiting;
    this.#limits = new RateLimits(waiting);
  }

  /**
   * Sends a request, and again when it was limited for a moment only.
   * @throws Refused when Discord will never take it, TryLater when it says when to try again, or another error
   */
  async send(request: DiscordRequest): Promise<unknown> {
    const { route, major } = request;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#limits.inTurn(route, major, async () => {
        const got = await this.#ask(request);
        return { got, wait: this.#limits.learn(route, major, got) };
      });
      if (answer.wait === null) return resultOf(request, answer.got);
      await answer.got.body?.cancel();
      if (attempt === attempts || answer.wait > longestWait)
        throw new TryLater(`Discord limits ${route}`, Math.ceil(answer.wait / 1_000));
      await this.#waiting.sleep(answer.wait);
    }
  }

  #ask({ method, path, body, asBot = true }: DiscordRequest): Promise<Response> {
    const { api, token } = this.#setting;
    return fetch(`${api}/${path}`, {
      method,
      headers: {
        "user-agent": "DiscordBot (TovPlay, 1)",
        ...(asBot && { authorization: `Bot ${token}` }),
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
  }
}

async function resultOf({ method, route }: DiscordRequest, answer: Response): Promise<unknown> {
  const { status, ok } = answer;
  if (ok) return status === 204 ? null : answer.json();
  // Its text may repeat what was sent: only the code goes on.
  const code = await answer.json().then(codeOf, () => null);
  const what = `Discord answered ${status}${code === null ? "" : ` (${code})`} to ${method} ${route}`;
  if (status === 404) throw new Missing(what);
  if (status >= 500) throw new Error(what);
  throw new Refused(what);
}

function codeOf(body: unknown): number | null {
  const code: unknown = body && typeof body === "object" && "code" in body ? body.code : null;
  return typeof code === "number" ? code : null;
}

async function pause(milliseconds: number): Promise<void> {
  await sleep(milliseconds);
}
