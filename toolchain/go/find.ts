import { ask } from "../driver/command.ts";
import { isAtLeast, readVersion } from "./version.ts";

/** The oldest Go that fetches a newer toolchain by itself. */
const oldest = [1, 21, 0] as const;

/** A Go compiler: the one on PATH, or the one of Debian in a container. */
export type Go = { kind: "path"; version: string } | { kind: "container" };

/** The Go on PATH when it is recent enough, else the one in a container. */
export async function findGo(): Promise<Go> {
  const answer = (await ask("go", ["env", "GOVERSION"], { environment: { GOTOOLCHAIN: "local" } })) ?? "";
  return isAtLeast(answer, oldest)
    ? { kind: "path", version: (readVersion(answer) ?? []).join(".") }
    : { kind: "container" };
}
