import type { FastifyReply, FastifyRequest } from "fastify";
import { accountOfRequest } from "../accounts/require-account.ts";
import { clientAddress } from "../client-address.ts";
import type { RouteContext } from "../routes/route-context.ts";
import { household } from "../throttle/household.ts";
import { type Access, admit } from "./access.ts";
import { ApiError } from "./api-error.ts";
import type { Limit } from "./endpoint.ts";

/** What of a route decides who passes. */
interface Gated {
  name: string;
  access: Access;
  limit?: Limit;
  cacheable?: number;
  first?: (reply: FastifyReply, context: RouteContext) => void;
}

/** What stands before a route's handler: who asks, whether they may, and how often. */
export function gate({ name, access, limit, cacheable, first }: Gated, context: RouteContext) {
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    first?.(reply, context);
    // What is the same for everybody needs no question to the database.
    if (!cacheable) request.account = await accountOfRequest(context, request);
    admit(access, request.account);
  };
  const preValidation = limit ? [(request: FastifyRequest) => spend(name, limit, request, context)] : [];
  return { onRequest, preValidation };
}

async function spend(name: string, limit: Limit, request: FastifyRequest, { throttle }: RouteContext) {
  const who =
    limit.by === "account" && request.account ? request.account.id : household(clientAddress(request));
  const wait = await throttle.spend(`${name} ${who}`, limit);
  if (wait === null) return;
  throw new ApiError("too_many_requests", `Too many attempts. Try again in ${inWords(wait)}.`, {
    retryAfter: wait,
  });
}

/** A wait in words, rounded up. @param seconds 1 or more */
export function inWords(seconds: number): string {
  const units = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
    [1, "second"],
  ] as const;
  const [size, unit] = units.find(([length]) => seconds > length) ?? units[3];
  const count = Math.max(1, Math.ceil(seconds / size));
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
