import { isSecretValue } from "../../policies/secrets/secret-value.ts";
import type { Resource } from "../../policies/testing/try-policy.ts";

/** A state as `pulumi stack export` writes it, with these resources in it. */
export function stateOf(resources: Resource[]): object {
  const stack = {
    urn: "urn:pulumi:production::tovplay::pulumi:pulumi:Stack::tovplay-production",
    type: "pulumi:pulumi:Stack",
  };
  const manifest = { time: "2026-01-01T00:00:00Z", magic: "", version: "v3.260.0" };
  const states = resources.map((resource) => resourceState(resource, resources));
  return { version: 3, deployment: { manifest, resources: [stack, ...states] } };
}

/** Name by which the engine knows a resource everywhere. */
const urnOf = ({ type, name, stack = "production" }: Resource): string =>
  `urn:pulumi:${stack}::tovplay::${type}::${name}`;

function resourceState(resource: Resource, all: Resource[]): object {
  const { type, name, protect = false, from = {} } = resource;
  const inputs = exported(resource.inputs);
  const sources = Object.entries(from).map(([property, source]) => [
    property,
    all.filter((other) => other.name === source).map(urnOf),
  ]);
  return {
    urn: urnOf(resource),
    custom: true,
    id: name,
    type,
    inputs,
    outputs: inputs,
    protect,
    propertyDependencies: Object.fromEntries(sources),
  };
}

/** A state keeps a secret as the JSON text of its value, here without a key. */
function exported(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(exported);
  if (typeof value !== "object" || value === null) return value;
  if (isSecretValue(value)) {
    const { value: text, ...signature } = value;
    return { ...signature, plaintext: JSON.stringify(text) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, exported(entry)]));
}
