import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError, notFound } from "../api/api-error.ts";
import type { Database } from "../database/database.ts";
import { enqueue } from "../jobs/queue.ts";
import type { RouteContext } from "../routes/route-context.ts";
import {
  answerType,
  type CommandInteraction,
  interaction,
  interactionType,
  onlyForThem,
} from "./interaction.ts";
import { isSigned, publicKeyOf } from "./signature.ts";

/** Largest interaction, in bytes. */
const bodyLimit = 16 * 1_024;

/**
 * Where Discord sends what people do there. Its signature is over the body as it was sent, so this route reads it itself; it is not a
 * command of our API, since it changes nothing: it only gives the job that answers.
 */
export async function discordInteractions(scope: FastifyInstance, { database, discord }: RouteContext) {
  scope.removeAllContentTypeParsers();
  const asSent = { parseAs: "buffer", bodyLimit } as const;
  scope.addContentTypeParser("application/json", asSent, (_request, body, done) => done(null, body));
  const key = discord && publicKeyOf(discord.publicKey);
  scope.post("/api/discord/interactions", { schema: { hide: true } }, async (request) => {
    if (!key) throw notFound("address");
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    // Discord itself sends wrong signatures now and then, and takes an application away that does not answer them with 401.
    if (!isSigned(key, { ...signatureOf(request), body }, Date.now()))
      throw new ApiError("unauthenticated", "The signature is not right.");
    const given = interaction.safeParse(parsed(body));
    if (!given.success)
      throw new ApiError("invalid_request", "This is not an interaction that is known here.");
    if (given.data.type === interactionType.ping) return { type: answerType.pong };
    await defer(given.data, database);
    return { type: answerType.deferred, data: { flags: onlyForThem } };
  });
}

function signatureOf({ headers }: FastifyRequest) {
  const { "x-signature-ed25519": signature, "x-signature-timestamp": timestamp } = headers;
  return { signature: oneOf(signature), timestamp: oneOf(timestamp) };
}

/** Discord sends an interaction again that was answered late: its id is the job's key. */
async function defer(given: CommandInteraction, database: Database): Promise<void> {
  const { id, application_id: applicationId, token, data, member, user } = given;
  const discordId = (member?.user ?? user)?.id;
  if (!discordId) throw new ApiError("invalid_request", "The interaction does not say who gave it.");
  const options = Object.fromEntries((data.options ?? []).map(({ name, value }) => [name, String(value)]));
  const job = { applicationId, token, discordId, command: data.name, options };
  await enqueue(database, "answer-discord", job, { key: id });
}

const oneOf = (header: string | string[] | undefined) => (Array.isArray(header) ? undefined : header);

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
