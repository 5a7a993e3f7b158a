import { inverses as availability } from "../availability/inverses.ts";
import { inverses as preferences } from "../preferences/inverses.ts";
import { inverses as profiles } from "../profiles/inverses.ts";
import { inverses as requests } from "../requests/inverses.ts";
import { inverses as sessions } from "../sessions/inverses.ts";
import type { Inverse } from "./inverse.ts";

/** How each command is taken back. A command has an inverse here or an exception in `exceptions.ts`; a test holds all commands to it. */
export const inverses: Readonly<Record<string, Inverse>> = {
  ...availability,
  ...preferences,
  ...profiles,
  ...requests,
  ...sessions,
};
