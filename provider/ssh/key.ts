import { homedir } from "node:os";
import { join } from "node:path";

/** What ssh needs in its environment: the private key that is offered besides the agent's, where a connection names none. */
export function sshEnvironment(environment: NodeJS.ProcessEnv): { TOVPLAY_SSH_KEY_FILE: string } {
  const usual = join(homedir(), ".ssh", "id_ed25519");
  return { TOVPLAY_SSH_KEY_FILE: environment.TOVPLAY_SSH_KEY_FILE || usual };
}
