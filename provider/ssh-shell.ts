import type { Connection } from "./connection.ts";
import { takeDeploymentLock } from "./deployment-lock.ts";
import type { HostShell } from "./host-shell.ts";
import { quote } from "./quote.ts";
import { sshLink } from "./ssh-link.ts";
import { sudoTrouble } from "./ssh-trouble.ts";

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
      const end = await link.run(asRoot(user, script, values), stdin);
      const refused = end.code === 0 ? undefined : sudoTrouble(host, user, end.stderr);
      if (refused) throw new Error(refused);
      return end;
    },
  };
}

/** The command that runs a script as root, with nothing in its environment but what is given. */
export function asRoot(user: string, script: string, values: Record<string, string>): string {
  const settings = Object.entries(values).map(([key, value]) => quote(`${key}=${value}`));
  const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const command = ["env", "-i", path, "LC_ALL=C.UTF-8", ...settings, "sh", "-c", quote(script)].join(" ");
  return user === "root" ? command : `sudo -n -- ${command}`;
}
