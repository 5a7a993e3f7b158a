import { createHash } from "node:crypto";
import { hostname, userInfo } from "node:os";
import type { HostShell } from "./host-shell.ts";
import { hostStep, type ShellOf } from "./host-step.ts";
import { imageKind } from "./image/image-kind.ts";
import type { Kind } from "./kind.ts";
import { localShell } from "./local-shell.ts";
import { type Connection, connectionSchema } from "./ssh/connection.ts";
import { sshShell } from "./ssh/shell.ts";

/** One shell for each host serves every resource there. */
export function shells(environment: NodeJS.ProcessEnv): ShellOf {
  const owner = `${actor(environment)} on ${hostname()} (since ${new Date().toISOString()})`;
  const opened = new Map<string, HostShell>();
  return ({ connection }) => {
    if (connection === undefined) return localShell;
    const parsed: Connection = connectionSchema.parse(connection);
    const key = createHash("sha256").update(JSON.stringify(parsed)).digest("hex");
    const shell = opened.get(key) ?? sshShell(parsed, { environment, owner });
    opened.set(key, shell);
    return shell;
  };
}

/** Every kind of resource by its type. */
export function kinds(shellOf: ShellOf, environment: NodeJS.ProcessEnv): (type: string) => Kind {
  const began = Date.now();
  const step = hostStep(shellOf, () => ({
    TOVPLAY_ACTOR: actor(environment),
    TOVPLAY_NOW: String(Math.floor(Date.now() / 1000)),
    TOVPLAY_ELAPSED: String(Math.round((Date.now() - began) / 1000)),
  }));
  const special = new Map([["tovplay-host:index:Image", imageKind(shellOf)]]);
  return (type) => special.get(type) ?? step;
}

/** Who deploys, as the history of a host and a waiting colleague read it. */
function actor(environment: NodeJS.ProcessEnv): string {
  return environment.TOVPLAY_ACTOR || environment.GITHUB_ACTOR || userInfo().username;
}
