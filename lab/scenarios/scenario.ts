import type { Validity } from "../authority.ts";
import type { LabHost } from "../hosts.ts";

/** A fault of a host. Applying it twice, or undoing it without applying it, is harmless. */
export interface Scenario {
  readonly name: string;
  /** Summary for `--help`. */
  readonly summary: string;
  readonly apply: (host: LabHost) => readonly Step[];
  readonly undo: (host: LabHost) => readonly Step[];
}

/** One step of a scenario. */
export type Step =
  /** A POSIX shell script, run as root on the host without using its network. */
  | { readonly on: "host"; readonly script: string }
  /** Arguments of `docker` for the engine that runs the host; skipped unless the container `ifThere` exists. */
  | { readonly on: "engine"; readonly args: readonly string[]; readonly ifThere?: string }
  /** The certificate to put into the host's stack settings; the next deployment installs it. */
  | { readonly on: "stack"; readonly certificate: Validity };

/** A step on the host. */
export const onHost = (script: string): Step => ({ on: "host", script });
