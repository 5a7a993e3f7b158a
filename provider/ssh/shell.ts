import { takeDeploymentLock } from "../deployment-lock.ts";
import type { HostShell } from "../host-shell.ts";
import { asRoot } from "./command.ts";
import type { Connection } from "./connection.ts";
import { sshLink } from "./link.ts";

/** Who deploys. */
export interface Deployer {
  environment: NodeJS.ProcessEnv;
  /** What others are told who wait for the host. */
  owner: string;
}

/** Seconds to wait for another deployment to a host, unless TOVPLAY_LOCK_WAIT says otherwise. */
const usualWait = 600;

/** Runs scripts on a host over OpenSSH, as root: by sudo when the user is another. */
export function sshShell(connection: Connection, { environment, owner }: Deployer): HostShell {
  const { host, user } = connection;
  const link = sshLink(connection, environment);
  let locked: Promise<void> | undefined;
  return {
    host,
    lock(report) {
      const waitSeconds = Number(environment.TOVPLAY_LOCK_WAIT || usualWait);
      locked ??= link
        .run("true")
        .then(() =>
          takeDeploymentLock(
            (script, values) => link.start(asRoot(user, script, values)),
            { owner, waitSeconds },
            report,
          ),
        );
      return locked;
    },
    async run(script, { environment: values = {}, stdin } = {}) {
      return link.run(asRoot(user, script, values), stdin);
    },
  };
}
