import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";

type Callback = (error: unknown, response?: { getUrn(): string }) => void;

/** The part of the mock engine that registers resources. */
interface Registry {
  registerResource(request: RegisterResourceRequest, callback: Callback): unknown;
}

/** What each resource of a stack waits for, directly and through others. */
export class Dependencies {
  private readonly direct = new Map<string, string[]>();
  private readonly urns = new Map<string, string>();

  /** Records what a program registers. @param monitor the mock engine that `setMocks` has installed */
  static watch(monitor: unknown): Dependencies {
    const dependencies = new Dependencies();
    const registry = monitor as Registry;
    const register = registry.registerResource.bind(registry);
    registry.registerResource = (request, callback) =>
      register(request, (error, response) => {
        if (response) dependencies.add(request, response.getUrn());
        callback(error, response);
      });
    return dependencies;
  }

  private add(request: RegisterResourceRequest, urn: string) {
    this.urns.set(request.getName(), urn);
    const provider = request.getProvider().replace(/::[^:]*$/, "");
    // A component waits for what it depends on, and its children wait for it.
    const others = [provider, request.getParent()].filter((other) => other !== "");
    this.direct.set(urn, [...request.getDependenciesList(), ...others]);
  }

  /** Names of all resources that must exist before this one is created. @throws when there is no such resource */
  of(name: string): ReadonlySet<string> {
    const urn = this.urns.get(name);
    if (!urn) throw new Error(`the stack declares no resource ${name}`);
    const found = new Set<string>();
    const open = [...(this.direct.get(urn) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(this.direct.get(next) ?? []));
    }
    return new Set([...found].map((each) => each.split("::").at(-1) ?? each));
  }
}
