import { Secret } from "@pulumi/policy";
import { looksLikeCredential } from "./looks-secret.ts";
import { namesFile, propertyNamesSecret } from "./secret-name.ts";
import { whenKnown } from "./unknown.ts";

/** How the policy library's wrappers hand out what they wrap; a secret is only then seen to be one. */
const unwrapped = "__getSpecialProxyTarget";

/** What stands for a secret in a state that was exported without the key to it. */
const redacted = "[secret]";

/** Properties that are called like secrets, or look like them, and are meant for everybody. */
const publicName = /(public|host)_?keys?$|certificate|fingerprint|^(sha\d+|digest|image)$/i;

/** Longer texts than this are scripts and configuration: in them only credentials that are certain count. */
const longestToken = 512;

/**
 * Path of the first property, at any depth, that is called like a secret or looks like one without being marked as one.
 * A value that is not known yet is passed over.
 * @param props properties as the policy library hands them to a remediation
 */
export function unmarkedSecret(props: Record<string, unknown>): string | undefined {
  return search(props, rawOf(props), []);
}

/** The properties without any wrapper, in which a secret is an instance of Secret. */
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
