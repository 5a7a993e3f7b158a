import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { ApiError, notFound } from "../api/api-error.ts";
import { catalogue, type ErrorCode } from "../api/catalogue.ts";
import { problemOf, problemType } from "../api/problem.ts";
import { wasGivenUp } from "../database/retried.ts";
import { isUnreachable } from "../database/unreachable.ts";

/** Seconds after which a client may try again when the database was unreachable or too busy. */
const retryAfter = 10;

/** Reports every error as problem details. What the caller must not see goes only to the log. */
export const errors = fp(async (app) => {
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(app, request.url);
    if (allowed.length === 0) return answerError(notFound("address"), request, reply);
    reply.header("allow", allowed.join(", "));
    const detail = `${request.method} is not possible here. Use ${allowed.join(" or ")}.`;
    return answerError(new ApiError("method_not_allowed", detail), request, reply);
  });
});

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

function methodsOf(app: FastifyInstance, url: string): string[] {
  const path = url.split("?", 1)[0] ?? "/";
  return methods.filter((method) => app.findRoute({ method, url: path }) !== null);
}

/** Sends an error; 5xx errors are logged with their cause, which the caller never sees. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const shown = asApiError(error);
  const { status } = catalogue[shown.code];
  if (status >= 500) request.log.error({ err: error }, "the request failed");
  if (shown.extras.retryAfter) reply.header("retry-after", shown.extras.retryAfter);
  return reply
    .code(status)
    .type(problemType)
    .send(JSON.stringify(problemOf(shown, request.id)));
}

/** The part of an error that the caller may see: a refusal unchanged, anything else without its cause. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isUnreachable(error) || wasGivenUp(error))
    return new ApiError("unavailable", "The database is busy or cannot be reached. Try again in a minute.", {
      retryAfter,
    });
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
  if (error.validation) {
    const fields = invalidFields(error.validation, error.validationContext);
    const detail = fields.map(({ field, detail: advice }) => `${field}: ${advice}`).join("; ");
    return new ApiError("invalid_request", `Correct these fields. ${detail}.`, { fields });
  }
  const found = Object.entries(refusals).find(
    ([code]) => catalogue[code as ErrorCode].status === error.statusCode,
  );
  return found ? new ApiError(found[0] as ErrorCode, found[1]) : undefined;
}

const refusals: Partial<Record<ErrorCode, string>> = {
  invalid_request: "The request is not valid JSON. Send a JSON object.",
  not_found: "There is nothing at this address.",
  too_large: "The request is too large.",
  unsupported_media: "Send the request as application/json.",
};

function invalidFields(issues: NonNullable<FastifyError["validation"]>, part = "request") {
  return issues.slice(0, 10).map(({ instancePath, message }) => ({
    field: instancePath.replace(/^\//, "").replaceAll("/", ".").slice(0, 100) || part,
    detail: message ?? "is not valid",
  }));
}
