import { z } from "zod";

/** A subscription as `PushSubscription.toJSON()` of a browser gives it. */
export const subscriptionBody = z.object({
  endpoint: z.url().max(1_000),
  keys: z.object({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}=?$/, "send the key as the browser gives it"),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22}(==)?$/, "send the key as the browser gives it"),
  }),
});

export type Subscription = z.output<typeof subscriptionBody>;

/** One of a person's browsers. */
export const subscriptionAnswer = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  here: z.boolean().describe("Whether it belongs to the session of this request"),
});
