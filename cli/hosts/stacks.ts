import { existsSync } from "node:fs";
import { inCheckout, inState } from "../../paths.ts";
import { localStack } from "../engine/pulumi.ts";
import { Failure } from "../terminal/exit.ts";

/** Stacks of hosts that are reached over SSH, in the order in which they are first deployed. */
export const hostStacks = ["database", "backup", "staging", "production"] as const;

const names = [...hostStacks, ...hostStacks.map((name) => `lab-${name}`)];

/** Checks the name of a stack that was given on the command line. @throws {Failure} which there are, or what is missing */
export function hostStack(name: string): string {
  if (!names.includes(name)) {
    const local = name === localStack ? "; the local stack has './tovrun up', 'down' and 'preview'" : "";
    throw new Failure("usage", `there is no host stack '${name}'; choose from ${names.join(", ")}${local}`);
  }
  const file = `Pulumi.${name}.yaml`;
  if (existsSync(inCheckout(file))) return name;
  const fix = name.startsWith("lab-")
    ? "'./tovrun lab up' writes it"
    : `restore it with 'git checkout ${file}'`;
  throw new Failure("usage", `${file} is missing; ${fix}`);
}

/** Where the lock of a stack is on this machine. */
export function lockDirectory(stack: string): string {
  return stack === localStack ? inState() : inState("locks", stack);
}
