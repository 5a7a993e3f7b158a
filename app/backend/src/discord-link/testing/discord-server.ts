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

/** A server on this machine that speaks Discord's OAuth 2.0: codes that work once and only with their verifier and redirect URI. */
export async function discordServer(client: { id: string; secret: string }) {
  const codes = new Map<string, { challenge: string; redirectUri: string; userId: string }>();
  const tokens = new Map<string, string>();
  const mood: Mood = {};
  const grant = (form: URLSearchParams) => {
    const code = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (code?.challenge !== challenge || code.redirectUri !== form.get("redirect_uri")) return undefined;
    const token = randomUUID();
    tokens.set(token, code.userId);
    return { access_token: token, token_type: "Bearer", expires_in: 604_800, scope: "identify" };
  };
  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const form = new URLSearchParams(await bodyOf(request));
    if (request.url === "/api/oauth2/token") {
      if (mood.tokenStatus) return send(mood.tokenStatus, { message: "error" });
      if (form.get("client_id") !== client.id || form.get("client_secret") !== client.secret)
        return send(401, { error: "invalid_client" });
      const granted = grant(form);
      return granted ? send(200, granted) : send(400, { error: "invalid_grant" });
    }
    if (request.url === "/api/oauth2/token/revoke") {
      tokens.delete(form.get("token") ?? "");
      return send(200, {});
    }
    const userId = tokens.get(request.headers.authorization?.replace("Bearer ", "") ?? "");
    if (request.url !== "/api/v10/users/@me" || !userId)
      return send(401, { message: "401: Unauthorized", code: 0 });
    return send(mood.userStatus ?? 200, mood.userBody ?? { id: userId, username: "ada", global_name: "Ada" });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood,
    /** Tokens that were not given back. */
    tokens,
    /** What Discord's page does when a person agrees: the parameters with which the browser comes back. */
    agree: (url: string, userId: string) => {
      const asked = new URL(url).searchParams;
      const code = randomUUID();
      codes.set(code, {
        challenge: asked.get("code_challenge") ?? "",
        redirectUri: asked.get("redirect_uri") ?? "",
        userId,
      });
      return { code, state: asked.get("state") ?? "" };
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}
