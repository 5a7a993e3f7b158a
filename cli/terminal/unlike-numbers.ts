import { isPair, isScalar, type Node, type Pair, type Scalar, visit } from "yaml";

/** Whatever YAML 1.1, YAML 1.2 or the engine's parser takes for a number, without underscores: 010, 0x1F, 0o17, 1e3, 8:30. */
const number =
  /^[-+]?(?:0x[\da-f]+|0o[-+]?[0-7]+|0b[-+]?[01]+|\d+(?::\d+)+|(?:\d+\.?|\.\d)\d*(?:e[-+]?\d+)?)$/i;

/** What everyone reads alike. */
const digitsPattern = /^(?:0|[1-9]\d*)$/;

/** A number that is written in a way which not every parser reads alike. */
interface UnlikeNumber {
  key: string;
  message: string;
}

/** The numbers below a node that parsers of YAML read differently. @param path key of the node itself */
export function unlikeNumbers(root: Node, path: string): UnlikeNumber[] {
  const found: UnlikeNumber[] = [];
  visit(root, {
    Scalar(role, scalar, ancestors) {
      if (role === "key" || readAlike(scalar)) return;
      const keys = ancestors.filter(isPair).map(keyOf);
      found.push({ key: [path, ...keys].join("."), message: messageAbout(scalar.source ?? "") });
    },
  });
  return found;
}

function readAlike({ type, tag, source = "" }: Scalar): boolean {
  if (tag !== undefined) return false;
  return type !== "PLAIN" || digitsPattern.test(source) || !number.test(source.replaceAll("_", ""));
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function messageAbout(source: string): string {
  const digits = /^\+?0*([1-9]\d*)$/.exec(source.replaceAll("_", ""))?.[1] ?? "8080";
  return `not every parser reads ${source} alike; write the number in plain digits, for example ${digits}`;
}
