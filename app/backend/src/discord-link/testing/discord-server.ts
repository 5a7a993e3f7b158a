import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** How the server treats the next requests. */
export interface Mood {
  /** Status of the token endpoint. */
  tokenStatus?: number;
  /** Status of `/users/@me`. */
  userStatus?: number;
  /** Answer of `/users/@me` in place of the right one. */
  userBody?: unknown;
}

/** What it answers: status and body. */
type Answer = readonly [status: number, body: unknown];

/** A server on this machine that speaks Discord's OAuth 2.0: codes that work once and only with their verifier and redirect URI. */
export async function discordServer(client: { id: string; secret: string }) {
  const discord = new Discord(client);
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request));
    const [status, body] = discord.answer(request, form);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood: discord.mood,
    /** Tokens that were not given back. */
    tokens: discord.tokens,
    /** What Discord's page does when a person agrees: the parameters with which the browser comes back. */
    agree: (url: string, userId: string) => discord.agree(new URL(url).searchParams, userId),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

class Discord {
  readonly mood: Mood = {};
  readonly tokens = new Map<string, string>();
  readonly #codes = new Map<string, { challenge: string; redirectUri: string; userId: string }>();
  readonly #client: { id: string; secret: string };

  constructor(client: { id: string; secret: string }) {
    this.#client = client;
  }

  agree(asked: URLSearchParams, userId: string) {
    const code = randomUUID();
    const [challenge, redirectUri] = [asked.get("code_challenge") ?? "", asked.get("redirect_uri") ?? ""];
    this.#codes.set(code, { challenge, redirectUri, userId });
    return { code, state: asked.get("state") ?? "" };
  }

  answer({ url, headers }: IncomingMessage, form: URLSearchParams): Answer {
    if (url === "/api/oauth2/token") return this.#token(form);
    if (url === "/api/oauth2/token/revoke") {
      this.tokens.delete(form.get("token") ?? "");
      return [200, {}];
    }
    const userId = this.tokens.get(headers.authorization?.replace("Bearer ", "") ?? "");
    if (url !== "/api/v10/users/@me" || !userId) return [401, { message: "401: Unauthorized", code: 0 }];
    const { userStatus = 200, userBody } = this.mood;
    return [userStatus, userBody ?? { id: userId, username: "ada", global_name: "Ada" }];
  }

  #token(form: URLSearchParams): Answer {
    if (this.mood.tokenStatus) return [this.mood.tokenStatus, { message: "error" }];
    const { id, secret } = this.#client;
    if (form.get("client_id") !== id || form.get("client_secret") !== secret)
      return [401, { error: "invalid_client" }];
    const code = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (code?.challenge !== challenge || code.redirectUri !== form.get("redirect_uri"))
      return [400, { error: "invalid_grant" }];
    const token = randomUUID();
    this.tokens.set(token, code.userId);
    return [200, { access_token: token, token_type: "Bearer", expires_in: 604_800, scope: "identify" }];
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}
