import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Severity } from "../database/tables/records.ts";
import type { RouteContext } from "../routes/route-context.ts";
import type { Access, AccountFor } from "./access.ts";
import type { ErrorCode } from "./catalogue.ts";
import type { Committed, Unit } from "./unit.ts";

/** A route before it has a server. */
export interface Endpoint {
  name: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  access: Access;
  /** Action in the audit log; undefined for a route that only reads. */
  action: string | undefined;
  register: (app: FastifyInstance, context: RouteContext) => void;
}

/** Object schema of parameters, a query or a body. */
export type Fields = z.ZodType<object>;

/** How often a route may be used. */
export interface Limit {
  by: "account" | "address";
  most: number;
  seconds: number;
}

/** What queries and commands have in common. */
export interface Described<Who extends Access, Params extends Fields, Answer extends z.ZodType> {
  /** The OpenAPI operation id, and the handler's name in the audit log. */
  name: string;
  /** Address with parameters as `:name`. */
  url: string;
  /** Section of the API's documentation. */
  tag: string;
  summary: string;
  access: Who;
  params?: Params;
  /** Without transforms: it describes what clients get. */
  answer: Answer;
  /** Errors besides the usual ones that follow from the rest. */
  refusals?: readonly ErrorCode[];
  limit?: Limit;
  /** What is done before anything else, even before the session is looked up. */
  first?: (reply: FastifyReply, context: RouteContext) => void;
}

/** What a query's handler works with. */
export interface Asked<Who extends Access, Params extends Fields, Query extends Fields> {
  account: AccountFor<Who>;
  params: z.output<Params>;
  query: z.output<Query>;
  context: RouteContext;
  request: FastifyRequest;
  reply: FastifyReply;
  log: FastifyBaseLogger;
}

/** A route that reads. */
export interface QueryDefinition<
  Who extends Access,
  Params extends Fields,
  Query extends Fields,
  Answer extends z.ZodType,
> extends Described<Who, Params, Answer> {
  query?: Query;
  /** Seconds for which everybody may keep the answer; only for what is the same for all. */
  cacheable?: number;
  handle: (asked: Asked<Who, Params, Query>) => Promise<z.input<Answer>>;
}

/** What of a command is written in the audit log. */
export interface Audit<Params extends Fields, Body extends Fields> {
  /** Name of the action, for example `accept_game_request`. */
  action: string;
  /** Table that it affects. */
  resource: string;
  /** Default: LOW. */
  severity?: Severity;
  /** Fields of parameters and body that are recorded: ids and enums, never words that people typed. */
  keeps?: readonly (Extract<keyof z.output<Params>, string> | Extract<keyof z.output<Body>, string>)[];
}

/** A route that changes something. Every one is recorded in the audit log, whether it succeeds or not. */
export interface CommandDefinition<
  Who extends Access,
  Params extends Fields,
  Query extends Fields,
  Body extends Fields,
  Answer extends z.ZodType,
> extends Described<Who, Params, Answer> {
  /** Default: POST. */
  method?: "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Query;
  body?: Body;
  /** Default: 200. */
  status?: 200 | 201 | 202 | 204;
  audit: Audit<Params, Body>;
  /** Of which answers the time must not tell what was found: they leave at whole multiples of half a second. */
  even?: "failures" | "always";
  /** Honours `Idempotency-Key`: the answer is kept for a day, so it must hold no secret. */
  replayable?: boolean;
  handle: (
    asked: Asked<Who, Params, Query> & { body: z.output<Body> } & Unit,
  ) => Promise<Committed<z.input<Answer>>>;
}
