import type { z } from "zod";
import type { Access } from "./access.ts";
import { catalogue, type ErrorCode, usual } from "./catalogue.ts";
import type { Limit } from "./endpoint.ts";
import { problem, problemType } from "./problem.ts";

/** What the documentation of a route is made from. */
export interface Documented {
  name: string;
  tag: string;
  summary: string;
  access: Access;
  params?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
  limit?: Limit | undefined;
  replayable?: boolean | undefined;
  refusals?: readonly ErrorCode[] | undefined;
  writes: boolean;
}

/** Fields of a Fastify schema that OpenAPI takes as they are. */
export function operation({ name, tag, summary, access }: Documented) {
  const security = access === "anyone" ? [] : [{ session: [] }];
  return { operationId: name, tags: [tag], summary, security };
}

/** The error responses of a route by status, each with the codes it may have. */
export function errorResponses(route: Documented) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(route)) {
    const { status } = catalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `${code}: ${catalogue[code].title}`).join("; "),
        content: { [problemType]: { schema: problem } },
      },
    ]),
  );
}

/** Every code that a route may answer. */
function codesOf(route: Documented): Set<ErrorCode> {
  const { access } = route;
  return new Set<ErrorCode>([
    ...usual.always,
    ...(access === "anyone" ? [] : usual.account),
    ...(access === "verified" || access === "moderator" ? usual.verified : []),
    ...(access === "moderator" ? usual.moderator : []),
    ...(route.params ? usual.params : []),
    ...(route.writes ? usual.writes : []),
    ...(route.body ? usual.body : []),
    ...(route.limit ? usual.limited : []),
    ...(route.replayable ? usual.replayable : []),
    ...(route.refusals ?? []),
  ]);
}
