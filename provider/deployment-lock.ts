import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Report } from "./kind.ts";

/** A script that runs on a host for as long as its standard input is open. */
export interface RunningScript {
  stdout: NodeJS.ReadableStream;
  /** How it ended: one sentence. */
  ended: Promise<string>;
}

/** Starts a script on a host. */
export type StartScript = (script: string, environment: Record<string, string>) => RunningScript;

const script = readFileSync(new URL("deployment-lock.sh", import.meta.url), "utf8");

/**
 * Takes the lock of a host, and holds it for as long as this process and its connection live: nothing is left behind
 * by a deployment that is killed or cut off.
 * @throws one sentence that names the holder when it does not end in time
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
