import { z } from "zod";
import { isToken, tokenHash } from "../accounts/token.ts";
import { notFound } from "../api/api-error.ts";
import { errorResponses, operation } from "../api/documented.ts";
import type { Endpoint } from "../api/endpoint.ts";
import { gate } from "../api/gate.ts";
import { feedOf } from "./feed.ts";
import { findCalendarOwner, listCalendarSessions } from "./queries.ts";
import { feedQuery } from "./schemas.ts";

/** Where calendar programs read. */
export const feedPath = "/api/calendar/feed.ics";
const mediaType = "text/calendar";

/** Days for which what is over stays in the feed. */
const daysBack = 60;

const described = {
  name: "readCalendarFeed",
  tag: "Calendar",
  summary: "Read your sessions as an iCalendar feed, by its private link",
  access: "anyone",
  limit: { by: "address", most: 120, seconds: 3_600 },
  refusals: ["not_found"],
  writes: false,
} as const;

/** The feed itself. It is no JSON, so it is not a `query`; it needs no cookie, because calendar programs have none. */
export const feedEndpoint: Endpoint = {
  name: described.name,
  method: "GET",
  url: feedPath,
  access: "anyone",
  action: undefined,
  register: (app, context) => {
    const schema = {
      ...operation(described),
      querystring: feedQuery,
      response: {
        200: { description: "An iCalendar file", content: { [mediaType]: { schema: z.string() } } },
        ...errorResponses(described),
      },
    };
    app.get(feedPath, { schema, ...gate(described, context) }, async (request, reply) => {
      const { key } = feedQuery.parse(request.query);
      const { database, publicUrl } = context;
      const owner = isToken(key)
        ? await findCalendarOwner(database, tokenHash(key)).executeTakeFirst()
        : undefined;
      // A wrong, an old and a missing key are the same.
      if (!owner) throw notFound("address");
      const now = context.clock();
      const since = new Date(now.subtract({ hours: daysBack * 24 }).epochMilliseconds);
      const sessions = await listCalendarSessions(database, owner.userId, since).execute();
      return reply.type(`${mediaType}; charset=utf-8`).send(feedOf({ publicUrl, sessions, now }));
    });
  },
};
