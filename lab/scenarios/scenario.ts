import type { Validity } from "../authority.ts";
import type { LabHost } from "../hosts.ts";

/** A fault of a host. Applying it twice, or undoing it without applying it, is harmless. */
export interface Scenario {
  name: string;
  /** Summary for `--help`. */
  summary: string;
  apply: (host: LabHost) => readonly Step[];
  undo: (host: LabHost) => readonly Step[];
}

/** One step of a scenario. */
export type Step =
  /** A POSIX shell script, run as root on the host without using its network. */
  | { on: "host"; script: string }
  /** Arguments of `docker` for the engine that runs the host; skipped unless the container `ifThere` exists. */
  | { on: "engine"; args: readonly string[]; ifThere?: string }
  /** The certificate to put into the host's stack settings; the next deployment installs it. */
  | { on: "stack"; certificate: Validity };

/** A step on the host. */
export const onHost = (script: string): Step => ({ on: "host", script });
