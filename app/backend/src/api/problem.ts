import { z } from "zod";
import type { ApiError } from "./api-error.ts";
import { catalogue, type ErrorCode } from "./catalogue.ts";

/** Media type of every error. */
export const problemType = "application/problem+json";

const codes = Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]];

/** Every error, in the form of RFC 9457. */
export const problem = z
  .object({
    type: z.string().describe("Names the kind of error: urn:tovplay:problem:CODE"),
    title: z.string().describe("The kind of error in words; the same for every error of a code"),
    status: z.int(),
    detail: z.string().describe("What happened and what to do, for the person"),
    code: z.enum(codes).describe("For programs; stable when the words change"),
    correlationId: z.string().describe("Finds the request in the logs"),
    fields: z
      .array(z.object({ field: z.string(), detail: z.string() }))
      .optional()
      .describe("What is wrong with which field of the request"),
  })
  .meta({ id: "Problem" });

/** An error's body. */
export type Problem = z.infer<typeof problem>;

/** The body that tells of an error. */
export function problemOf(error: ApiError, correlationId: string): Problem {
  const { code, message, extras } = error;
  const { status, title } = catalogue[code];
  const fields = extras.fields ? { fields: [...extras.fields] } : {};
  return {
    type: `urn:tovplay:problem:${code}`,
    title,
    status,
    detail: message,
    code,
    correlationId,
    ...fields,
  };
}
