const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Inputs of a resource for people to read: a secret becomes `[secret]`, a script its purpose. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value === "string") return /^#!\/bin\/(?:ba)?sh\n/.test(value) ? purposeOf(value) : value;
  if (value === null || typeof value !== "object") return value;
  if (Object.values(value).includes(secretSignature)) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, readable(entry)]));
}

/** A snapshot shows a script by the purpose in its first comment, because git already tracks its text. */
function purposeOf(script: string): string {
  return `[script] ${script.split("\n")[1]?.replace(/^# /, "")}`;
}
