import type { Connection } from "../../../provider/ssh/connection.ts";

/** Something to look at on a host: what a POSIX shell script prints there, as root. */
export interface Question {
  connection: Connection;
  /** What it is about, for a message: a resource's name. */
  about: string;
  script: string;
  environment: Readonly<Record<string, string>>;
  /** Whether what it printed, without white space around it, is what was deployed. */
  matches: (printed: string) => boolean;
}
