import { z } from "zod";

/** What anybody may know: 200 when everything is fine, otherwise 503. */
export const publicHealth = z.object({
  status: z.enum(["ok", "unavailable"]),
  checkedAt: z.iso.datetime(),
});
