import { createHash } from "node:crypto";
import { userInfo } from "node:os";
import { type Connection, connectionSchema } from "./connection.ts";
import type { HostShell } from "./host-shell.ts";
import { hostStep } from "./host-step.ts";
import { imageKind } from "./image/image-kind.ts";
import type { Kind, Properties } from "./kind.ts";
import { localShell } from "./local-shell.ts";
import { sshShell } from "./ssh-shell.ts";

/** Every kind of resource by its type: one shell for each host serves them all. */
export function kinds(environment: NodeJS.ProcessEnv): (type: string) => Kind {
  const shells = new Map<string, HostShell>();
  const shellOf = ({ connection }: Properties): HostShell => {
    if (connection === undefined) return localShell;
    const parsed: Connection = connectionSchema.parse(connection);
    const key = createHash("sha256").update(JSON.stringify(parsed)).digest("hex");
    const shell = shells.get(key) ?? sshShell(parsed, environment);
    shells.set(key, shell);
    return shell;
  };
  const began = Date.now();
  const step = hostStep(shellOf, () => ({
    TOVPLAY_ACTOR: environment.TOVPLAY_ACTOR || environment.GITHUB_ACTOR || userInfo().username,
    TOVPLAY_ELAPSED: String(Math.round((Date.now() - began) / 1000)),
  }));
  const special = new Map([["tovplay-host:index:Image", imageKind(shellOf)]]);
  return (type) => special.get(type) ?? step;
}
