import type { ContainerInputs } from "../container-policy.ts";
import { containerType, releaseType } from "../container-policy.ts";
import { goodContainer } from "./good-container.ts";
import type { Resource } from "./try-policy.ts";

/** Test cases of a rule by name. In a bad case the resource `example` is wrong. */
export interface Fixtures {
  good: Record<string, Resource[]>;
  bad: Record<string, Refused>;
}

/** Resources, one of which is refused. */
export interface Refused {
  resources: Resource[];
  /** Text that the message must contain. */
  says: string;
}

/** Name of the resource that a fixture tests. Other names start with it, so that many fixtures fit into one stack. */
export const example = "example";

/** Containers that a rule accepts and refuses, given by their differences from a good one. */
export function containerFixtures(patches: {
  good: Record<string, Partial<ContainerInputs>>;
  bad: Record<string, Partial<ContainerInputs> & { says: string }>;
}): Fixtures {
  return fixturesOf<Partial<ContainerInputs>>(patches, (patch) => [
    { type: containerType, name: example, inputs: { ...goodContainer, ...patch } },
  ]);
}

/** Fixtures from the differences between cases. */
export function fixturesOf<Case extends object>(
  cases: { good: Record<string, Case>; bad: Record<string, Case & { says: string }> },
  resourcesOf: (difference: Case) => Resource[],
): Fixtures {
  return {
    good: mapped(cases.good, resourcesOf),
    bad: mapped(cases.bad, ({ says, ...difference }) => ({
      says,
      resources: resourcesOf(difference as unknown as Case),
    })),
  };
}

function mapped<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** A container as a release; any other resource unchanged. */
export function asRelease(resource: Resource): Resource {
  if (resource.type !== containerType) return resource;
  return {
    ...resource,
    type: releaseType,
    inputs: { apply: "exit 0", spec: { container: resource.inputs } },
  };
}
