import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A variable, permission or token is missing; the message says how to provide it. */
export class Missing extends Error {}

const identityTimeoutMs = 20_000;

/** GitHub's token that proves which job of which repository this is. @throws {Missing} when GitHub issues none */
async function identityToken({
  ACTIONS_ID_TOKEN_REQUEST_URL: url,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
}: NodeJS.ProcessEnv) {
  if (!url || !token)
    throw new Missing("this job cannot prove its identity; give it the permission id-token: write");
  const response = await fetch(`${url}&audience=sts.amazonaws.com`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(identityTimeoutMs),
  });
  const answer: unknown = response.ok ? await response.json() : undefined;
  const value: unknown = Object(answer).value;
  if (typeof value === "string" && value !== "") return value;
  throw new Missing(
    `GitHub issued no token to prove this job's identity (${response.status}); run the job again`,
  );
}

/**
 * Writes a job's secrets to files that nobody else can read, and tells the job's later steps where they are.
 * @throws {Missing} before anything is written, when the stacks' state would be on the runner
 */
export async function writeCredentials(environment: NodeJS.ProcessEnv): Promise<void> {
  const { BACKEND, SSH_KEY, PASSPHRASE, AWS_ROLE, RUNNER_TEMP = "", GITHUB_ENV = "" } = environment;
  // A state on the runner is empty: everything would be deployed again, and the new state lost with the runner.
  if (!BACKEND || BACKEND.startsWith("file:"))
    throw new Missing(
      "the variable PULUMI_BACKEND_URL of this environment is missing or a file URL; set it as docs/ci.md describes",
    );
  const tell = (name: string, value: string) => appendFileSync(GITHUB_ENV, `${name}=${value}\n`);
  const keep = (name: string, file: string, content: string) => {
    const path = join(RUNNER_TEMP, file);
    writeFileSync(path, content, { mode: 0o600 });
    tell(name, path);
  };
  tell("PULUMI_BACKEND_URL", BACKEND);
  if (SSH_KEY) keep("TOVPLAY_SSH_KEY_FILE", "ssh-key", `${SSH_KEY.trimEnd()}\n`);
  if (PASSPHRASE) keep("PULUMI_CONFIG_PASSPHRASE_FILE", "passphrase", PASSPHRASE);
  if (AWS_ROLE) {
    keep("AWS_WEB_IDENTITY_TOKEN_FILE", "identity", await identityToken(environment));
    tell("AWS_ROLE_ARN", AWS_ROLE);
  }
}
