/** Properties of a resource. */
export type Properties = Record<string, unknown>;

/** Tells people what is going on: a line that the next one replaces. */
export type Report = (line: string) => void;

/** A kind of resource: what the engine's questions about it are answered with. */
export interface Kind {
  /** What is wrong with the inputs, by property; nothing is changed then. Values that are not known yet are absent. */
  check(inputs: Properties): { property: string; reason: string }[];
  /** Properties whose change makes the resource anew. */
  readonly replaces: readonly string[];
  /** Outputs besides the inputs: unknown in the preview of a change. */
  readonly outputs: readonly string[];
  /** Whether what was found at the last look differs from what was made. */
  drifted(state: Properties): string[];
  /** Makes it, or brings it to the new inputs. @returns the outputs @throws one sentence */
  apply(inputs: Properties, report: Report): Promise<Properties>;
  /** Looks what is there. @returns the outputs as they are now, or undefined when it is gone @throws one sentence */
  observe(state: Properties): Promise<Properties | undefined>;
  /** Takes it away. @throws one sentence */
  remove(state: Properties): Promise<void>;
}
