import { z } from "zod";
import type { Database } from "../database/database.ts";
import type { Message, Outlet } from "../notices/outlet.ts";
import { findDiscordId } from "./queries.ts";
import type { DiscordRest } from "./rest.ts";

/** Longest text of a message. */
const longest = 2_000;

const created = z.object({ id: z.string().regex(/^\d{1,20}$/) });

/** Writes to people on Discord who have linked their account. Discord takes a message with the same nonce once. */
export function discordOutlet(database: Database, rest: DiscordRest): Outlet {
  return {
    send: async (userId, message) => {
      const link = await findDiscordId(database, userId).executeTakeFirst();
      if (!link?.subject) return "no_address";
      const channel = created.parse(
        await rest.send({
          method: "POST",
          route: "users/channels",
          major: "",
          path: "users/@me/channels",
          body: { recipient_id: link.subject },
        }),
      );
      await rest.send({
        method: "POST",
        route: "channels/messages",
        major: channel.id,
        path: `channels/${channel.id}/messages`,
        body: {
          content: contentOf(message),
          nonce: message.id.replaceAll("-", "").slice(0, 25),
          enforce_nonce: true,
          // Nobody is called by it, and no page is shown inside.
          allowed_mentions: { parse: [] },
          flags: 4,
        },
      });
      return "sent";
    },
  };
}

function contentOf({ body, url }: Message): string {
  const link = `\n${url}`;
  const text = plain(body);
  const room = longest - link.length;
  return `${text.length > room ? `${text.slice(0, room - 1)}…` : text}${link}`;
}

/** Names are shown as they are: what Discord would read as formatting or as a call is made harmless. */
export function plain(text: string): string {
  return text.replace(/[\\*_~`|>#[\]()<@:-]/g, (sign) => (/[()\-:]/.test(sign) ? sign : `\\${sign}`));
}
