import { ask } from "../driver/command.ts";
import { isAtLeast, readVersion } from "./version.ts";

/** The oldest Go that can fetch a newer toolchain itself. */
const oldest = [1, 21, 0] as const;

/** A Go compiler: from PATH, or Debian's in a container. */
export type Go = { kind: "path"; version: string } | { kind: "container" };

let found: Promise<Go> | undefined;

/** The Go on PATH if it is recent enough, otherwise the one in a container; asked once. */
export function findGo(): Promise<Go> {
  found ??= lookForGo();
  return found;
}

async function lookForGo(): Promise<Go> {
  const answer = (await ask("go", ["env", "GOVERSION"], { environment: { GOTOOLCHAIN: "local" } })) ?? "";
  return isAtLeast(answer, oldest)
    ? { kind: "path", version: (readVersion(answer) ?? []).join(".") }
    : { kind: "container" };
}
