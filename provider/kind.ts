/** Properties of a resource. */
export type Properties = Record<string, unknown>;

/** Shows progress: a line that the next one replaces. */
export type Report = (line: string) => void;

/** A kind of resource: how to answer the engine's requests. */
export interface Kind {
  /** Problems with the inputs, by property; changes nothing. Values that are not known yet are absent. */
  check(inputs: Properties): { property: string; reason: string }[];
  /** Properties whose change replaces the resource. */
  replaces: readonly string[];
  /** Outputs besides the inputs, which are unknown when a change is previewed. */
  outputs: readonly string[];
  /** Properties whose last observed value differs from the applied one. */
  drifted(state: Properties): string[];
  /** Creates or updates the resource. @returns the outputs */
  apply(inputs: Properties, report: Report): Promise<Properties>;
  /** Reads the current state. @returns the current outputs, or undefined when the resource is gone */
  observe(state: Properties): Promise<Properties | undefined>;
  /** Removes the resource. */
  remove(state: Properties): Promise<void>;
}
