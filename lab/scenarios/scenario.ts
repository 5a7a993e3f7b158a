import type { Validity } from "../authority.ts";
import type { LabHost } from "../hosts.ts";

/** Something bad that can happen to a host. Applying it twice, or undoing what was not applied, does no harm. */
export interface Scenario {
  readonly name: string;
  /** What it does, for the list in `--help`. */
  readonly summary: string;
  readonly apply: (host: LabHost) => readonly Step[];
  readonly undo: (host: LabHost) => readonly Step[];
}

/** One step of a scenario. */
export type Step =
  /** POSIX sh, run as root on the host, past its network. */
  | { readonly on: "host"; readonly script: string }
  /** Arguments of `docker` for the engine that the host is a container of; left out unless there is the container `ifThere`. */
  | { readonly on: "engine"; readonly args: readonly string[]; readonly ifThere?: string }
  /** Which certificate the settings of the host's stack hold; the next deployment installs it. */
  | { readonly on: "stack"; readonly certificate: Validity };

/** A step on the host. */
export const onHost = (script: string): Step => ({ on: "host", script });
