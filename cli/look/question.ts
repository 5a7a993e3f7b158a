import type { Connection } from "../../provider/ssh/connection.ts";

/** Something to look at: what a POSIX shell script prints on a host, as root, or on this machine. */
export interface Question {
  /** The host; undefined for this machine. */
  connection: Connection | undefined;
  /** What it is about: a server. */
  about?: string;
  script: string;
  environment: Readonly<Record<string, string>>;
  /** Whether what it printed, without white space around it, is what was deployed. */
  matches: (printed: string) => boolean;
}

/** A resource in a stack's state. */
export interface Recorded {
  urn: string;
  type: string;
  id?: string | undefined;
  provider?: string | undefined;
  inputs?: unknown;
  outputs?: unknown;
}
