import { inputsOf, type Plan, type ResourceState, type Step, settingOf } from "./plan.ts";

function connectionHost({ inputs }: ResourceState): string | undefined {
  const { connection } = inputs;
  if (typeof connection !== "object" || connection === null) return undefined;
  const host: unknown = Reflect.get(connection, "host");
  return typeof host === "string" ? host : undefined;
}

/** Host out of the address that a provider was given, such as `ssh://deploy@203.0.113.11:22`. */
function addressHost(address: unknown): string | undefined {
  if (typeof address !== "string" || !URL.canParse(address)) return undefined;
  // As connections name it: an address of IPv6 has brackets in a URL alone.
  return new URL(address).hostname.replace(/^\[(.*)\]$/, "$1") || undefined;
}

/** The host that a step acts on; undefined for the machine that deploys, or where the engine does not tell. */
export function hostOf(step: Step, plan: Plan): string | undefined {
  const state = step.after ?? step.before;
  if (!state) return undefined;
  const own = connectionHost(state);
  if (own) return own;
  const provider = plan.providers.get(state.provider.split("::").slice(0, 4).join("::"));
  return addressHost(provider?.host);
}

/** What a resource stands for on its host: the name that people see in `docker ps`, not the one in the stack. */
export function serviceOf(step: Step): string {
  const inputs = inputsOf(step);
  const own = typeof inputs.name === "string" ? inputs.name : settingOf(inputs, "SERVICE");
  return own && /^[\w.-]+$/.test(own) ? own : step.name;
}
