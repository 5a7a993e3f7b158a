import type { Happening } from "../sessions/happening.ts";
import type { RequestActor, RequestEvent } from "./transitions.ts";

/** What happens to a request. */
export interface RequestHappening extends Happening {
  by: RequestActor;
  on: RequestEvent;
  /** The version of the script that the person saw; needed to accept. */
  seenVersion?: number;
}
