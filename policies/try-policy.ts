import { createRequire } from "node:module";
import {
  type Policies,
  type PolicyResource,
  type ResourceValidationArgs,
  unknownCheckingProxy,
} from "@pulumi/policy";

// What the engine's policy library does with the values that the engine sends; it does not export these by name.
const library = createRequire(import.meta.url);
const { Struct } = library("google-protobuf/google/protobuf/struct_pb.js");
const { deserializeProperties } = library("@pulumi/policy/deserialize.js");

/** A resource as a program declares it. */
export interface Resource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** No plan may delete it. Default: false. */
  protect?: boolean;
  /** Name of the resource from which the value of a property comes, by property. */
  from?: Record<string, string>;
  /** Stack it belongs to. Default: production. */
  stack?: string;
}

/** What a policy says about the resources of a stack, as the engine would hear it. */
export async function tryPolicy(policy: Policies[number], resources: Resource[]): Promise<string[]> {
  const said: string[] = [];
  const report = (message: string) => {
    said.push(message);
  };
  if ("validateStack" in policy) {
    await policy.validateStack({ ...context, resources: linked(resources) }, report);
    return said;
  }
  for (const resource of resources) {
    await policy.remediateResource?.(argumentsOf(resource, { marked: true }));
    for (const validate of [policy.validateResource ?? []].flat()) {
      await validate(argumentsOf(resource, { marked: false }), report);
    }
  }
  return said;
}

const context = {
  stackTags: new Map<string, string>(),
  getConfig: <T extends object>() => ({}) as T,
  notApplicable: (): never => {
    throw new Error("no rule of this pack skips itself");
  },
};

/** A stack's resources, each with those that its properties come from. */
function linked(resources: Resource[]): PolicyResource[] {
  const all = resources.map((resource) => ({
    ...argumentsOf(resource, { marked: false }),
    dependencies: [],
    propertyDependencies: {} as Record<string, PolicyResource[]>,
  }));
  resources.forEach(({ from = {} }, index) => {
    for (const [property, name] of Object.entries(from)) {
      const target = all[index];
      if (target) target.propertyDependencies[property] = all.filter((other) => other.name === name);
    }
  });
  return all;
}

/** @param options.marked whether a policy can tell secrets from other values, which the engine lets it only before it judges */
function argumentsOf(resource: Resource, { marked }: { marked: boolean }): ResourceValidationArgs {
  const { type, name, inputs, protect = false, stack = "production" } = resource;
  const properties = Struct.fromJavaScript(JSON.parse(JSON.stringify(inputs)));
  return {
    ...context,
    type,
    name,
    props: unknownCheckingProxy(deserializeProperties(properties, marked)),
    urn: `urn:pulumi:${stack}::tovplay::${type}::${name}`,
    opts: {
      protect,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    isType: () => false,
    asType: () => undefined,
  };
}
