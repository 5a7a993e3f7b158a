import type { Database } from "../database/database.ts";
import type { JobData } from "../jobs/queues.ts";
import { commands, notLinked } from "./commands.ts";
import { findLinkedAccount } from "./queries.ts";
import { type DiscordRest, Missing } from "./rest.ts";

/** What answering needs. */
export interface AnswerOptions {
  database: Database;
  rest: DiscordRest;
  publicUrl: string;
}

/** Answers a command that was deferred. Answering twice writes the same message again. */
export function answerCommand({ database, rest, publicUrl }: AnswerOptions) {
  return async ({ applicationId, token, discordId, command }: JobData["answer-discord"]): Promise<void> => {
    const linked = await findLinkedAccount(database, discordId).executeTakeFirst();
    const known = Object.hasOwn(commands, command) ? commands[command] : commands.help;
    const content =
      linked && known ? await known.answer({ database, userId: linked.id, publicUrl }) : notLinked(publicUrl);
    await rest
      .send({
        method: "PATCH",
        route: "webhooks/messages",
        major: applicationId,
        path: `webhooks/${applicationId}/${token}/messages/@original`,
        body: { content: content.slice(0, 2_000), allowed_mentions: { parse: [] }, flags: 4 },
        asBot: false,
      })
      .catch((error: unknown) => {
        // After 15 minutes nobody can be answered any more.
        if (!(error instanceof Missing)) throw error;
      });
  };
}
