import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { ApiError, type ErrorCode, errorStatus } from "../api-error.ts";
import { isUnreachable } from "../database/unreachable.ts";
import { errorAnswer } from "../schemas/error.ts";

/** Reports every error in the common format. What the caller must not see goes only to the log. */
export const errors = fp(async (app) => {
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerError(new ApiError("not_found", "There is nothing at this address."), request, reply),
  );
});

/** Sends an error; 5xx errors are logged with their cause, which the caller never sees. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, message } = asApiError(error);
  const status = errorStatus[code];
  if (status >= 500) request.log.error({ err: error }, "the request failed");
  return reply.code(status).send(errorAnswer(code, message, request.id));
}

/** The part of an error that the caller may see: a refusal unchanged, anything else without its cause. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isUnreachable(error))
    return new ApiError("unavailable", "The database cannot be reached. Try again in a minute.");
  const refusal = error instanceof Error ? refused(error) : undefined;
  return (
    refusal ??
    new ApiError(
      "internal",
      "There was an error on the server. Try again. If it happens again, send us the correlation id.",
    )
  );
}

/** Fastify's own errors, in our words. */
function refused(error: Error & Partial<FastifyError>): ApiError | undefined {
  if (error.validation)
    return new ApiError("invalid_request", invalidFields(error.validation, error.validationContext));
  const found = Object.entries(refusals).find(
    ([code]) => errorStatus[code as ErrorCode] === error.statusCode,
  );
  return found ? new ApiError(found[0] as ErrorCode, found[1]) : undefined;
}

const refusals: Partial<Record<ErrorCode, string>> = {
  invalid_request: "The request is not valid JSON. Send a JSON object.",
  not_found: "There is nothing at this address.",
  too_large: "The request is too large.",
  unsupported_media: "Send the request as application/json.",
};

function invalidFields(issues: NonNullable<FastifyError["validation"]>, part = "request"): string {
  const fields = issues.slice(0, 5).map(({ instancePath, message }) => {
    const field = instancePath.replace(/^\//, "").replaceAll("/", ".") || part;
    return `${field}: ${message ?? "is not valid"}`;
  });
  return `Correct these fields. ${fields.join("; ")}.`;
}
