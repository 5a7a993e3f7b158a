import struct, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "./kind.ts";

/** The engine's placeholder for a value that is known only after the update. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine's placeholders by type of value; each means 'not known yet'. */
const unknowns = new Set([
  unknownValue,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

function isUnknown(value: unknown): boolean {
  return typeof value === "string" && unknowns.has(value);
}

/** Whether any part of a value is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (value !== null && typeof value === "object") return Object.values(value).some(holdsUnknown);
  return isUnknown(value);
}

/** Properties from the engine, which marks secrets itself, by name. */
export function toProperties(struct: Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

export function toStruct(properties: Properties): Struct {
  return struct.Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}
