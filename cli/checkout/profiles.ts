import { mkdirSync, readFileSync } from "node:fs";
import { inState } from "../../paths.ts";
import { Failure } from "../terminal/exit.ts";
import { writeAtomically } from "./write-atomically.ts";

/** Parts of the local stack that can be left out. */
export const allProfiles = ["core", "database", "monitoring"] as const;
export type Profile = (typeof allProfiles)[number];

function isProfile(name: string): name is Profile {
  return allProfiles.some((profile) => profile === name);
}

/** Reads `core,database`. */
export function parseProfiles(text: string): Profile[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const wrong = names.find((name) => !isProfile(name));
  if (wrong !== undefined || names.length === 0) {
    throw new Failure(
      "usage",
      `there is no profile '${wrong ?? ""}'; use one or more of ${allProfiles.join(", ")}, separated by commas`,
    );
  }
  return allProfiles.filter((profile) => names.includes(profile));
}

const file = inState("profiles");

/** The profiles chosen last time, or all. */
export function readProfiles(): Profile[] {
  try {
    return parseProfiles(readFileSync(file, "utf8"));
  } catch {
    return [...allProfiles];
  }
}

/** Remembers the profiles, so that later runs deploy the same. */
export function rememberProfiles(profiles: readonly Profile[]): void {
  mkdirSync(inState(), { recursive: true, mode: 0o700 });
  writeAtomically(file, `${profiles.join(",")}\n`);
}
