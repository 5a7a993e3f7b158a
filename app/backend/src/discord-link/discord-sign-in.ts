import * as oauth from "oauth4webapi";
import { z } from "zod";

/** An attempt to sign in with Discord, which only the browser that began it can finish. */
export interface Attempt {
  state: string;
  verifier: string;
}

/** Signing in with Discord: OAuth 2.0 with a code, PKCE and state. */
export interface DiscordSignIn {
  /** Where the browser goes, and what it has to bring back. */
  begin: (redirectUri: string) => Promise<{ url: string; attempt: Attempt }>;
  /**
   * Who signed in there. The token is given back at once: nothing else is ever asked of Discord in that person's name.
   * @throws DiscordRefusal
   */
  finish: (
    attempt: Attempt,
    redirectUri: string,
    answer: { code: string; state: string },
  ) => Promise<{ id: string }>;
}

/** Discord said no, or said nothing. */
export class DiscordRefusal extends Error {
  override readonly name = "DiscordRefusal";
  /** Whether another try later makes sense, rather than beginning again. */
  readonly unavailable: boolean;

  constructor(message: string, unavailable: boolean, cause?: unknown) {
    super(message, { cause });
    this.unavailable = unavailable;
  }
}

/** Longest wait for one answer, in milliseconds. */
const timeout = 8_000;

const discordUser = z.object({ id: z.string().regex(/^\d{1,20}$/) });

/** Our registration at Discord, or at a server of a test that speaks the same protocol. */
export function discordSignIn(at: { clientId: string; clientSecret: string; origin: string }): DiscordSignIn {
  const { origin, clientId } = at;
  const server: oauth.AuthorizationServer = {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth2/authorize`,
    token_endpoint: `${origin}/api/oauth2/token`,
    revocation_endpoint: `${origin}/api/oauth2/token/revoke`,
  };
  const client: oauth.Client = { client_id: clientId };
  // In the body: for a header the library writes "-" as "%2D", and who does not decode that refuses it.
  const proof = oauth.ClientSecretPost(at.clientSecret);
  const options = () => ({
    signal: AbortSignal.timeout(timeout),
    [oauth.allowInsecureRequests]: origin.startsWith("http://"),
  });
  const tokenFor = async (attempt: Attempt, redirectUri: string, answer: { code: string; state: string }) => {
    const shown = oauth.validateAuthResponse(server, client, new URLSearchParams(answer), attempt.state);
    const { verifier } = attempt;
    const response = await oauth.authorizationCodeGrantRequest(
      ...([server, client, proof, shown, redirectUri, verifier, options()] as const),
    );
    if (response.status >= 500) throw new DiscordRefusal("Discord has an error", true);
    return (await oauth.processAuthorizationCodeResponse(server, client, response)).access_token;
  };
  return {
    begin: async (redirectUri) => {
      const attempt = { state: oauth.generateRandomState(), verifier: oauth.generateRandomCodeVerifier() };
      const url = new URL(`${origin}/oauth2/authorize`);
      url.search = new URLSearchParams({
        ...{ response_type: "code", client_id: clientId, redirect_uri: redirectUri, scope: "identify" },
        ...{ state: attempt.state, code_challenge_method: "S256", prompt: "consent" },
        code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
      }).toString();
      return { url: url.href, attempt };
    },
    finish: async (attempt, redirectUri, answer) => {
      try {
        const token = await tokenFor(attempt, redirectUri, answer);
        const self = new URL(`${origin}/api/v10/users/@me`);
        const response = await oauth.protectedResourceRequest(token, "GET", self, undefined, null, options());
        const id = await idIn(response);
        // The answer is known: a token that could not be given back ends by itself.
        await oauth.revocationRequest(server, client, proof, token, options()).catch(() => undefined);
        return id;
      } catch (error) {
        throw asRefusal(error);
      }
    },
  };
}

async function idIn(response: Response): Promise<{ id: string }> {
  if (!response.ok) throw new DiscordRefusal("Discord does not say who it is", response.status >= 500);
  return discordUser.parse(await response.json());
}

/** A refusal of the protocol, or no answer at all. */
function asRefusal(error: unknown): DiscordRefusal {
  if (error instanceof DiscordRefusal) return error;
  const refused =
    error instanceof oauth.ResponseBodyError ||
    error instanceof oauth.AuthorizationResponseError ||
    error instanceof oauth.WWWAuthenticateChallengeError ||
    error instanceof oauth.OperationProcessingError ||
    error instanceof z.ZodError;
  return refused
    ? new DiscordRefusal("Discord refused the sign-in", false, error)
    : new DiscordRefusal("Discord does not answer", true, error);
}
