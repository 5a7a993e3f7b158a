/** One line of standard output, which the launcher shows. */
type Line =
  | { type: "step"; id: string; label: string; state: "running" | "done"; detail?: string }
  | { type: "error"; message: string; exit: "failed" | "usage" }
  | ({ type: "result" } & Record<string, unknown>);

/** Writes one JSON line to standard output. */
export function emit(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Reports what is being done for `label`, in a few words. */
export function say(label: string, detail: string): void {
  emit({ type: "step", id: label, label, state: "running", detail });
}

/** Reports that `label` is done. */
export function finish(label: string): void {
  emit({ type: "step", id: label, label, state: "done" });
}
