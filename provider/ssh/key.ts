import { homedir } from "node:os";
import { join } from "node:path";

/** Environment for ssh: the private key to offer besides the agent's when a connection does not name one. */
export function sshEnvironment(environment: NodeJS.ProcessEnv): { TOVPLAY_SSH_KEY_FILE: string } {
  const usual = join(homedir(), ".ssh", "id_ed25519");
  return { TOVPLAY_SSH_KEY_FILE: environment.TOVPLAY_SSH_KEY_FILE || usual };
}
