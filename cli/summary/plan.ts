/** A resource as the engine knows it before or after a step. */
export interface ResourceState {
  id: string;
  inputs: Readonly<Record<string, unknown>>;
  /** URN of its provider, followed by the provider's ID. */
  provider: string;
  /** Forgotten by the stack, not deleted where it is. */
  retained: boolean;
}

/** One resource that the engine would change or has changed. */
export interface Step {
  op: string;
  urn: string;
  type: string;
  name: string;
  before?: ResourceState | undefined;
  after?: ResourceState | undefined;
  /** Paths of the properties that differ, for example `environment.TARGET`. */
  paths: readonly string[];
  /** Properties because of which it is made again. */
  reasons: readonly string[];
}

/** What a policy said of a resource. */
export interface Judgement {
  policy: string;
  mandatory: boolean;
  resource: string;
  message: string;
}

/** How the engine ended. `unfinished`: it was cut off, so what it printed is not all. */
export type Ending = "succeeded" | "failed" | "unfinished";

/** What the engine printed about a stack, whichever of its two formats it used. */
export interface Plan {
  stack: string;
  /** False: it has been done, by `up`. */
  preview: boolean;
  ending: Ending;
  /** Every step that changes something; groups and providers left out. */
  steps: readonly Step[];
  unchanged: number;
  judgements: readonly Judgement[];
  /** Whether a policy pack was run; undefined where the format does not tell. */
  judged: boolean | undefined;
  errors: readonly string[];
  /** Inputs of the stack's providers by URN: they know the hosts. */
  providers: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Settings of the stack without secrets. */
  configuration: Readonly<Record<string, string>>;
}

/** Whether the engine cannot tell yet what changes: the resource's provider is known only once it is deployed. */
export function isUncertain({ op, paths }: Step, { preview }: Pick<Plan, "preview">): boolean {
  return preview && op === "update" && paths.length === 0;
}

/** Stack's name out of a URN: `urn:pulumi:STACK::PROJECT::…`. */
export function stackOf(urn: string): string {
  return urn.split("::")[0]?.split(":")[2] ?? "";
}

/** The inputs that count: those wanted, or of what is going away. */
export function inputsOf({ before, after }: Step): Readonly<Record<string, unknown>> {
  return (after ?? before)?.inputs ?? {};
}

/** A setting of a step's scripts, or undefined. */
export function settingOf(inputs: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const environment = inputs.environment;
  if (typeof environment !== "object" || environment === null) return undefined;
  const value: unknown = Reflect.get(environment, key);
  return typeof value === "string" ? value : undefined;
}
