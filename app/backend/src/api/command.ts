import type { FastifySchema } from "fastify";
import type { z } from "zod";
import { newUnit } from "../audit/audited.ts";
import type { Access } from "./access.ts";
import { errorResponses, operation } from "./documented.ts";
import type { CommandDefinition, Endpoint, Fields } from "./endpoint.ts";
import { evened } from "./even.ts";
import { gate } from "./gate.ts";
import { earlierAnswer, replayOf } from "./idempotency.ts";
import { asked } from "./query.ts";

/** A route that changes something. */
export function command<
  Who extends Access,
  Answer extends z.ZodType,
  Params extends Fields = z.ZodObject,
  Query extends Fields = z.ZodObject,
  Body extends Fields = z.ZodObject,
>(definition: CommandDefinition<Who, Params, Query, Body, Answer>): Endpoint {
  const { name, url, method = "POST", access, params, body, status = 200, audit, answer } = definition;
  const described = { ...definition, writes: true };
  const schema: FastifySchema = {
    ...operation(described),
    ...(params && { params }),
    ...(definition.query && { querystring: definition.query }),
    ...(body && { body }),
    response: { [status]: answer, ...errorResponses(described) },
  };
  return {
    name,
    method,
    url,
    access,
    action: audit.action,
    register: (app, context) => {
      app.route({
        method,
        url,
        schema,
        ...gate(definition, context),
        handler: async (request, reply) => {
          const startedAt = performance.now();
          const replay = definition.replayable ? replayOf(request, name, status) : undefined;
          const earlier = replay && (await earlierAnswer(context.database, replay));
          if (earlier) return reply.code(status).header("idempotency-replayed", "true").send(earlier.answer);
          const made = newUnit(context, request, recordedAs(definition, request), replay);
          const given = asked<Who, Params, Query>(request, reply, context);
          const body = request.body as z.output<Body>;
          try {
            const committed = await definition.handle({ ...given, body, ...made.unit });
            await evenedFor(definition, "success", startedAt);
            return reply.code(status).send(committed.answer);
          } catch (error) {
            await made.recordFailure(error);
            await evenedFor(definition, "failure", startedAt);
            throw error;
          }
        },
      });
    },
  };
}

/** Waits where the time that an answer takes would tell something. */
async function evenedFor(
  { even }: { even?: "failures" | "always" | undefined },
  outcome: "success" | "failure",
  startedAt: number,
): Promise<void> {
  if (even === "always" || (even && outcome === "failure")) await evened(startedAt);
}

/** What the audit log is told of a request: of its fields only those that the command allows. */
function recordedAs<Params extends Fields, Body extends Fields>(
  { name, audit }: Pick<CommandDefinition<Access, Params, Fields, Body, z.ZodType>, "name" | "audit">,
  request: { params: unknown; body: unknown },
) {
  const fields: Record<string, unknown> = { ...Object(request.body), ...Object(request.params) };
  const kept = (audit.keeps ?? []).filter((field) => field in fields);
  return {
    action: audit.action,
    resourceType: audit.resource,
    severity: audit.severity ?? "LOW",
    function: name,
    arguments: Object.fromEntries(kept.map((field) => [field, fields[field]])),
  } as const;
}
