import { ApiError } from "../api/api-error.ts";
import { command } from "../api/command.ts";
import { post } from "../mail/outbox.ts";
import { insertHelp, listContacts } from "./queries.ts";
import { helpAnswer } from "./schemas.ts";

/** Asks all trusted contacts for help, by e-mail. */
export const helpRoute = command({
  name: "askForHelp",
  url: "/api/help",
  tag: "Trusted contacts",
  summary: "Ask your trusted contacts for help: each gets an e-mail",
  access: "member",
  answer: helpAnswer,
  refusals: ["conflict"],
  limit: { by: "account", most: 10, seconds: 3600 },
  audit: { action: "ask_for_help", resource: "HelpRequest", severity: "HIGH" },
  handle: async ({ account, context: { vault }, commit }) =>
    commit(async (tx) => {
      const rows = await listContacts(tx, account.id).execute();
      const agreed = rows.filter(({ status }) => status === "agreed");
      const opened = (sealed: Buffer) => vault.open(tx, account.id, "trusted_contact", sealed);
      const asked: string[] = [];
      let last: string | undefined;
      for (const contact of agreed) {
        const [name, to] = [await opened(contact.name), await opened(contact.address)];
        if (!name || !to) continue;
        const { id } = await insertHelp(tx, account.id, contact.id).executeTakeFirstOrThrow();
        const details = { username: account.username };
        await post(tx, vault, {
          key: `help_wanted ${id}`,
          kind: "help_wanted",
          to,
          userId: account.id,
          details,
        });
        asked.push(name);
        last = id;
      }
      if (!last)
        throw new ApiError(
          "conflict",
          "No trusted contact has agreed yet. You can write to the moderators with a report.",
        );
      return {
        id: last,
        answer: {
          asked,
          message: "We send an e-mail now. If you are in danger, call your local emergency number.",
        },
      };
    }),
});
