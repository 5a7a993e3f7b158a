import { z } from "zod";
import type { ErrorCode } from "../api-error.ts";

/** The one shape of every error answer. */
export const errorBody = z.object({
  error: z.object({
    /** For programs; stays the same when the wording changes. */
    code: z.string(),
    /** For people: what happened and what to do. */
    message: z.string(),
    /** Finds the request in the logs. */
    correlationId: z.string(),
  }),
});

/** Body of an error answer. */
export function errorAnswer(
  code: ErrorCode,
  message: string,
  correlationId: string,
): z.infer<typeof errorBody> {
  return { error: { code, message, correlationId } };
}
