import type { ContainerInputs } from "./container-policy.ts";
import { containerType, releaseType } from "./container-policy.ts";
import { goodContainer } from "./good-container.ts";
import type { Resource } from "./try-policy.ts";

/** What a rule is tried on, each case by its name. What is wrong in a bad one is the resource `example`. */
export interface Fixtures {
  good: Record<string, Resource[]>;
  bad: Record<string, Refused>;
}

/** Resources of which one is refused. */
export interface Refused {
  resources: Resource[];
  /** What the refusal must name. */
  says: string;
}

/** Name of the resource that a fixture is about. Other names in it begin with it, so that many fixtures fit into one stack. */
export const example = "example";

/** Containers that a rule accepts and refuses, by what distinguishes them from a good one. */
export function containerFixtures(patches: {
  good: Record<string, Partial<ContainerInputs>>;
  bad: Record<string, Partial<ContainerInputs> & { says: string }>;
}): Fixtures {
  return fixturesOf<Partial<ContainerInputs>>(patches, (patch) => [
    { type: containerType, name: example, inputs: { ...goodContainer, ...patch } },
  ]);
}

/** Fixtures from whatever distinguishes one case of a rule from another. */
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

/** A container as a service that is replaced without a gap; anything else as it is. */
export function asRelease(resource: Resource): Resource {
  if (resource.type !== containerType) return resource;
  return {
    ...resource,
    type: releaseType,
    inputs: { apply: "exit 0", spec: { container: resource.inputs } },
  };
}
