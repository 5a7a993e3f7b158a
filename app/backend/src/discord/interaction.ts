import { z } from "zod";

/** Kinds of interactions, and of answers to them, by Discord's numbers. */
export const interactionType = { ping: 1, command: 2 } as const;
export const answerType = { pong: 1, message: 4, deferred: 5 } as const;

/** Only the person who gave the command sees the answer. */
export const onlyForThem = 64;

const snowflake = z.string().regex(/^\d{1,20}$/);
const person = z.object({ id: snowflake });

/** What Discord sends, as far as we use it. It may grow, so unknown fields are left out and not refused. */
export const interaction = z.discriminatedUnion("type", [
  z.object({ type: z.literal(interactionType.ping) }),
  z.object({
    type: z.literal(interactionType.command),
    id: snowflake,
    application_id: snowflake,
    token: z.string().min(1).max(500),
    data: z.object({
      name: z.string().max(32),
      options: z
        .array(
          z.object({
            name: z.string().max(32),
            value: z.union([z.string().max(100), z.number(), z.boolean()]),
          }),
        )
        .max(25)
        .optional(),
    }),
    /** Who gave it: in a server inside `member`, in a conversation directly. */
    member: z.object({ user: person }).optional(),
    user: person.optional(),
  }),
]);

export type CommandInteraction = Extract<z.output<typeof interaction>, { type: 2 }>;
