import { z } from "zod";
import type { ErrorCode } from "../api-error.ts";

/** The common format of every error. */
export const errorBody = z.object({
  error: z.object({
    /** For programs; stable when the wording changes. */
    code: z.string(),
    /** For people: what happened and what to do. */
    message: z.string(),
    /** Identifies the request in the logs. */
    correlationId: z.string(),
  }),
});

/** Body of an error response. */
export function errorAnswer(
  code: ErrorCode,
  message: string,
  correlationId: string,
): z.infer<typeof errorBody> {
  return { error: { code, message, correlationId } };
}
