import { mkdirSync, readFileSync } from "node:fs";
import { Failure } from "../terminal/exit.ts";
import { inState, place } from "./place.ts";
import { writeAtomically } from "./write-atomically.ts";

/** Parts of the local stack that can be left out. */
export const PROFILES = ["core", "database", "monitoring"] as const;
export type Profile = (typeof PROFILES)[number];

function isProfile(name: string): name is Profile {
  return PROFILES.some((profile) => profile === name);
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
      `there is no profile '${wrong ?? ""}'; use one or more of ${PROFILES.join(", ")}, separated by commas`,
    );
  }
  return PROFILES.filter((profile) => names.includes(profile));
}

const file = inState("profiles");

/** The profiles chosen last time, or all. */
export function readProfiles(): Profile[] {
  try {
    return parseProfiles(readFileSync(file, "utf8"));
  } catch {
    return [...PROFILES];
  }
}

/** Remembers the profiles, so that later runs deploy the same. */
export function rememberProfiles(profiles: readonly Profile[]): void {
  mkdirSync(place.state, { recursive: true, mode: 0o700 });
  writeAtomically(file, `${profiles.join(",")}\n`);
}
