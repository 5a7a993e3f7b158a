import { readFileSync } from "node:fs";

/** A script as its file has it. */
interface ScriptFile {
  /** `#!` line. */
  interpreter: string;
  /** Comment lines at its top: what it is for. */
  purpose: string;
  /** The scripts it needs, as `ROOM/NAME`. */
  uses: string[];
  /** Everything else. */
  body: string;
}

const rooms = new URL("../", import.meta.url);
const layout = /^(#!.*\n)((?:# (?!uses: |shellcheck ).*\n)*)(?:# uses: (.*)\n)?([\s\S]*)$/;
const joined = new Map<string, string>();

/**
 * Text of `infra/ROOM/scripts/NAME.sh`, given as `ROOM/NAME`, as one script with everything that it needs. Below its comment a
 * script names what that is: `# uses: NAME, ROOM/NAME`, where the room is its own by default. It is sent in one piece, so that it runs
 * the same on this machine and over SSH, and takes its values from the environment only, so that nothing needs quoting.
 * @throws when scripts need each other, or one does not exist
 */
export function script(name: string): string {
  const known = joined.get(name) ?? joinedScript(name, readScript);
  joined.set(name, known);
  return known;
}

/** A script with the scripts that it needs before its own body: each once, after those that it needs itself. */
export function joinedScript(name: string, read: (name: string) => string): string {
  const { interpreter, purpose, uses, body } = parseScript(name, read(name));
  const needed = [...new Set(uses.flatMap((other) => neededBy(other, read, [name])))];
  const parts = needed.map((other) => {
    const part = parseScript(other, read(other));
    return `${part.purpose}${part.body}`;
  });
  return [`${interpreter}${purpose}`, ...parts, body].join(parts.length > 0 ? "\n" : "");
}

/** The script and all that it needs, in the order in which they have to stand. */
function neededBy(name: string, read: (name: string) => string, users: readonly string[]): string[] {
  if (users.includes(name))
    throw new Error(`${[...users, name].join(" uses ")}; move what they share to another script`);
  const { uses } = parseScript(name, read(name));
  return [...uses.flatMap((other) => neededBy(other, read, [...users, name])), name];
}

function parseScript(name: string, text: string): ScriptFile {
  const [, interpreter, purpose = "", uses = "", body = ""] = layout.exec(text) ?? [];
  if (!interpreter) throw new Error(`the script ${name} has no interpreter; start it with #!/bin/sh`);
  const [room] = name.split("/");
  const names = uses.split(/, */).filter((other) => other !== "");
  return {
    interpreter,
    purpose,
    uses: names.map((other) => (other.includes("/") ? other : `${room}/${other}`)),
    body,
  };
}

function readScript(name: string): string {
  return readFileSync(new URL(`${name.replace("/", "/scripts/")}.sh`, rooms), "utf8");
}
