import webPush from "web-push";
import type { Database } from "../database/database.ts";
import { type Message, type Outlet, Refused, TryLater } from "../notices/outlet.ts";
import type { Vault } from "../privacy/vault.ts";
import { listSubscriptions, revokeSubscription } from "./queries.ts";
import { type Subscription, subscriptionBody } from "./schemas.ts";
import type { PushSetting } from "./settings.ts";

/** What pushing needs. */
export interface PushOptions {
  database: Database;
  vault: Vault;
  setting: PushSetting;
  now: () => number;
}

/** Longest wait for a push service, in milliseconds. */
const timeout = 10_000;

/** Longest time, in seconds, for which a service keeps a push for a browser that is away. */
const longest = 86_400;

/**
 * Pushes a message to all browsers of a person. It shows the title only, which names nobody: others may look at the screen. Its id is the
 * push's topic and the notification's tag, so that one that arrives twice replaces itself.
 */
export function pushOutlet(options: PushOptions): Outlet {
  const { database, vault } = options;
  return {
    send: async (userId, message) => {
      const rows = await listSubscriptions(database, userId).execute();
      const outcomes = await Promise.all(
        rows.map(async ({ id, sealed }) => {
          const opened = await vault.open(database, userId, "push", sealed);
          const outcome =
            opened === null ? "gone" : await push(options, subscriptionOf(opened), message).catch(asError);
          if (outcome === "gone") await revokeSubscription(database, userId, id).execute();
          return outcome;
        }),
      );
      // One browser that has it is enough: to try again would show it there twice.
      if (outcomes.includes("taken")) return "sent";
      const failure = outcomes.find((outcome) => outcome instanceof Error);
      if (failure) throw failure;
      return "no_address";
    },
  };
}

const subscriptionOf = (text: string): Subscription => subscriptionBody.parse(JSON.parse(text));

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

async function push(
  { setting, now }: PushOptions,
  subscription: Subscription,
  { id, title, url, until }: Message,
): Promise<"taken" | "gone"> {
  const { publicKey, privateKey, subject } = setting;
  const left = until ? Math.floor((until.getTime() - now()) / 1_000) : longest;
  const { endpoint, method, headers, body } = webPush.generateRequestDetails(
    subscription,
    JSON.stringify({ title, url, tag: id }),
    {
      vapidDetails: { publicKey, privateKey, subject },
      TTL: Math.max(0, Math.min(longest, left)),
      topic: id.replaceAll("-", ""),
      urgency: "normal",
      contentEncoding: "aes128gcm",
    },
  );
  const answer = await fetch(endpoint, {
    method,
    headers: headers as Record<string, string>,
    body: body as Buffer<ArrayBuffer>,
    // A service that leads elsewhere is not one of those that we know.
    redirect: "error",
    signal: AbortSignal.timeout(timeout),
  });
  await answer.body?.cancel();
  return verdict(answer);
}

/** What a push service's answer means (RFC 8030). */
function verdict({ ok, status, headers }: Response): "taken" | "gone" {
  if (ok) return "taken";
  if (status === 404 || status === 410) return "gone";
  const wait = Number(headers.get("retry-after"));
  if (status === 429 || status >= 500) {
    if (wait > 0) throw new TryLater(`the push service answered ${status}`, Math.min(wait, 3_600));
    throw new Error(`the push service answered ${status}`);
  }
  throw new Refused(`the push service answered ${status}`);
}
