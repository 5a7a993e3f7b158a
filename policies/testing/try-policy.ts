import { createRequire } from "node:module";
import {
  type Policies,
  type PolicyResource,
  type ResourceValidationArgs,
  unknownCheckingProxy,
} from "@pulumi/policy";

// How the policy library decodes the engine's values; it does not export these functions.
const library = createRequire(import.meta.url);
const { Struct } = library("google-protobuf/google/protobuf/struct_pb.js");
const { deserializeProperties } = library("@pulumi/policy/deserialize.js");

/** A resource as declared in a program. */
export interface Resource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** Whether no plan may delete it. Default: false. */
  protect?: boolean;
  /** By property, the name of the resource whose output is its value. */
  from?: Record<string, string>;
  /** Stack it belongs to. Default: production. */
  stack?: string;
}

/** The messages of a policy about the resources of a stack, as the engine would get them. */
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
    throw new Error("no rule of this pack may skip itself");
  },
};

/** A stack's resources, each with the resources that its properties depend on. */
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

/** @param options.marked whether secrets are distinguishable from other values, as in the engine's remediation step only */
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
