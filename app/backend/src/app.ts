import cookie from "@fastify/cookie";
import type { Logger } from "@tovplay/runtime/log";
import { type FastifyBaseLogger, fastify, LogController } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { discordInteractions } from "./discord/routes.ts";
import { registerHealth } from "./health/routes.ts";
import { answerMalformed } from "./malformed.ts";
import { accessLog } from "./plugins/access-log.ts";
import { correlation, correlationHeader, correlationIdOf } from "./plugins/correlation.ts";
import { answerError, errors } from "./plugins/errors.ts";
import { measured } from "./plugins/measured.ts";
import { openapi } from "./plugins/openapi.ts";
import { reference } from "./plugins/reference.ts";
import { responseHeaders } from "./plugins/response-headers.ts";
import { sameOrigin } from "./plugins/same-origin.ts";
import type { RouteContext } from "./routes/route-context.ts";
import { routes } from "./routes/routes.ts";
import { socketIo, socketPath } from "./sockets/socket-io.ts";
import { isTrustedProxy } from "./trusted-proxy.ts";

/** Largest request body, in bytes. */
const bodyLimit = 64 * 1024;

/** The server with all its plugins and routes, not yet listening. */
export async function buildApp(context: RouteContext, log: Logger) {
  const app = newServer(log);
  // Another site's form can send plain text without a preflight request, and no route reads it.
  app.removeContentTypeParser("text/plain");
  app.decorateRequest("account", null);
  for (const plugin of [correlation, responseHeaders, accessLog, errors]) await app.register(plugin);
  await app.register(measured, context);
  await app.register(sameOrigin, context);
  await app.register(cookie);
  await app.register(socketIo, context);
  await app.register(openapi, context);
  if (context.reference) await app.register(reference);
  registerHealth(app, context);
  await app.register(discordInteractions, context);
  for (const route of routes) route.register(app, context);
  return app;
}

function newServer(log: Logger) {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    genReqId: correlationIdOf,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "correlationId" }),
    trustProxy: isTrustedProxy,
    bodyLimit,
    requestTimeout: 30_000,
    // During shutdown, requests on open connections are still answered, then the connections close.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      reply.header(correlationHeader, request.id);
      answerError(error, request, reply);
    },
    // Any other request to upgrade, as from `curl --http2`, is answered in HTTP/1.1.
    http: { shouldUpgradeCallback: ({ url }) => url?.startsWith(socketPath) ?? false },
    clientErrorHandler: (error, socket) => answerMalformed(error, socket, log),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  return app;
}
