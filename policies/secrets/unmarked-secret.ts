import { Secret } from "@pulumi/policy";
import { whenKnown } from "../unknown.ts";
import { looksLikeCredential } from "./looks-secret.ts";
import { namesFile, propertyNamesSecret } from "./secret-name.ts";

/** Property with which the policy library's proxies return their target; only the target shows whether a value is a secret. */
const unwrapped = "__getSpecialProxyTarget";

/** Placeholder for a secret in a state that was exported without its key. */
const redacted = "[secret]";

/** Names of public properties that sound or look like secrets. */
const publicName = /(public|host)_?keys?$|certificate|fingerprint|^(sha\d+|digest|image)$/i;

/** Longer texts are scripts and configuration, in which only certain credentials count. */
const longestToken = 512;

/**
 * Path of the first property, at any depth, that has the name or the look of a secret and is not marked as one.
 * Unknown values are skipped.
 * @param props properties as passed to a remediation by the policy library
 */
export function unmarkedSecret(props: Record<string, unknown>): string | undefined {
  return search(props, rawOf(props), []);
}

/** The properties without proxies, in which a secret is an instance of Secret. */
function rawOf(given: unknown): unknown {
  const inner = isObject(given) ? Reflect.get(given, unwrapped) : undefined;
  return inner === undefined ? given : rawOf(inner);
}

function search(value: unknown, raw: unknown, path: string[]): string | undefined {
  if (raw instanceof Secret || value === undefined) return undefined;
  if (typeof value === "string") return isUnmarked(value, path) ? path.join(".") : undefined;
  if (!isObject(value) || !isObject(raw)) return undefined;
  for (const key of Object.keys(raw)) {
    const below = whenKnown(() => value[key]);
    const finding = search(below, raw[key], [...path, key]);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function isUnmarked(value: string, path: string[]): boolean {
  const name = path.findLast((key) => !/^\d+$/.test(key)) ?? "";
  if (value === "" || value === redacted || publicName.test(name) || namesFile(name, value)) return false;
  if (propertyNamesSecret(name)) return !value.startsWith("/");
  return value.length <= longestToken && !/\s/.test(value) ? looksLikeCredential(value) : holdsKey(value);
}

const holdsKey = (value: string) => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value);

const isObject = (given: unknown): given is Record<string, unknown> =>
  typeof given === "object" && given !== null;
