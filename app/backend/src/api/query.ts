import type { FastifyReply, FastifyRequest, FastifySchema } from "fastify";
import type { z } from "zod";
import type { RouteContext } from "../routes/route-context.ts";
import type { Access, AccountFor } from "./access.ts";
import { errorResponses, operation } from "./documented.ts";
import type { Asked, Endpoint, Fields, QueryDefinition } from "./endpoint.ts";
import { gate } from "./gate.ts";

/** A route that reads. */
export function query<
  Who extends Access,
  Answer extends z.ZodType,
  Params extends Fields = z.ZodObject,
  Query extends Fields = z.ZodObject,
>(definition: QueryDefinition<Who, Params, Query, Answer>): Endpoint {
  const { name, url, access, params, answer, cacheable } = definition;
  const described = { ...definition, writes: false };
  const schema: FastifySchema = {
    ...operation(described),
    ...(params && { params }),
    ...(definition.query && { querystring: definition.query }),
    response: { 200: answer, ...errorResponses(described) },
  };
  return {
    name,
    method: "GET",
    url,
    access,
    action: undefined,
    register: (app, context) => {
      app.route({
        method: "GET",
        url,
        schema,
        ...gate(definition, context),
        handler: async (request, reply) => {
          if (cacheable) reply.header("cache-control", `public, max-age=${cacheable}`);
          return definition.handle(asked<Who, Params, Query>(request, reply, context));
        },
      });
    },
  };
}

/** What a handler works with; Fastify has checked parameters and query by the route's own schemas. */
export function asked<Who extends Access, Params extends Fields, Query extends Fields>(
  request: FastifyRequest,
  reply: FastifyReply,
  context: RouteContext,
): Asked<Who, Params, Query> {
  return {
    account: request.account as AccountFor<Who>,
    params: request.params as z.output<Params>,
    query: request.query as z.output<Query>,
    context,
    request,
    reply,
    log: request.log,
  };
}
