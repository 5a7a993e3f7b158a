/** What a documentation address, name or unfinished value looks like, and how a message calls it. */
const kinds: readonly (readonly [RegExp, string])[] = [
  // RFC 5737 and RFC 3849.
  [/\b(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}\b/, "an address for documentation"],
  [/\b2001:0?db8:/i, "an address for documentation"],
  // RFC 2606.
  [/(^|[@./])example\.(org|com|net)\b|\.(example|invalid)\b/i, "a name for documentation"],
  [/PLACEHOLDER|CHANGE[-_ ]?ME/i, "a placeholder"],
];

/** A setting that nobody has filled in yet. */
export interface Placeholder {
  /** Where it is: `hosts[0].connection.host`. */
  key: string;
  value: string;
  kind: string;
}

/** Every placeholder in the settings of a stack, in their order. */
export function placeholders(settings: unknown, key = ""): Placeholder[] {
  if (typeof settings === "string") {
    const kind = placeholderKind(settings);
    return kind ? [{ key, value: settings, kind }] : [];
  }
  if (Array.isArray(settings))
    return settings.flatMap((member, index) => placeholders(member, `${key}[${index}]`));
  if (settings === null || typeof settings !== "object") return [];
  return Object.entries(settings).flatMap(([name, value]) =>
    placeholders(value, key ? `${key}.${name}` : name),
  );
}

/**
 * One sentence that names every placeholder of `Pulumi.STACK.yaml`, or nothing when it may be deployed.
 * @param settings as below `tovplay:` of that file
 */
export function placeholderProblem(stack: string, settings: unknown): string | undefined {
  const found = placeholders(settings);
  if (found.length === 0) return undefined;
  const list = found.map(({ key, value, kind }) => `tovplay:${key} is ${kind}${shown(value)}`);
  return `Pulumi.${stack}.yaml is not filled in, so nothing was changed: ${list.join("; ")}; put the real values there`;
}

function placeholderKind(text: string): string | undefined {
  const named = kinds.find(([pattern]) => pattern.test(text))?.[1];
  if (named) return named;
  return /^(ssh|ecdsa)-\S+ /.test(text) && !isPublicKey(text) ? "no public key of a host" : undefined;
}

/** An OpenSSH public key says its own type again at the beginning of what is encoded, and is never shorter than Ed25519's. */
function isPublicKey(text: string): boolean {
  const [type = "", encoded = ""] = text.split(" ");
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length < 51 || bytes.readUInt32BE(0) !== type.length) return false;
  // A key of the same byte over and over is made up.
  return bytes.toString("latin1", 4, 4 + type.length) === type && new Set(bytes.subarray(-32)).size > 8;
}

/** Certificates and keys have several lines: they say nothing to people, and a key must not be shown. */
function shown(value: string): string {
  if (value.includes("\n")) return "";
  return ` (${value.length > 40 ? `${value.slice(0, 37)}...` : value})`;
}
