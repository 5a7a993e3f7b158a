import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Report } from "./kind.ts";

/** A script that runs on a host while its standard input is open. */
export interface RunningScript {
  stdout: NodeJS.ReadableStream;
  /** Resolves with one sentence on how it ended. */
  ended: Promise<string>;
}

/** Starts a script on a host. */
export type StartScript = (script: string, environment: Record<string, string>) => RunningScript;

const script = readFileSync(new URL("deployment-lock.sh", import.meta.url), "utf8");

/**
 * Takes a host's lock and holds it while this process and its connection live, so a deployment that is killed
 * or disconnected leaves nothing behind.
 * @throws with the holder's name when it does not finish in time
 */
export function takeDeploymentLock(
  start: StartScript,
  { owner, waitSeconds }: { owner: string; waitSeconds: number },
  report: Report,
): Promise<void> {
  const { stdout, ended } = start(script, { OWNER: owner, WAIT: String(waitSeconds) });
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).on("line", (line) => {
      if (line === "locked") resolve();
      else report(line);
    });
    ended.then((sentence) => reject(new Error(sentence)), reject);
  });
}
