/** A span `[from, to)` of numbers: minutes of a week, or milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Minutes of a day. */
export const dayMinutes = 1440;

/** Spans in order, those that touch or overlap joined. */
export function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}

/** What both have. */
export function common(first: readonly Span[], second: readonly Span[]): Span[] {
  const both = joined(first).flatMap((one) =>
    joined(second).map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })),
  );
  return joined(both);
}

/** What the first has and the second has not. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  return joined(taken).reduce(
    (left, { from, to }) =>
      left
        .flatMap((span) => [
          { from: span.from, to: Math.min(span.to, from) },
          { from: Math.max(span.from, to), to: span.to },
        ])
        .filter((span) => span.from < span.to),
    joined(spans),
  );
}

/** The first two spans that overlap, by their place in the list. */
export function firstOverlap(spans: readonly Span[]): [number, number] | undefined {
  const ordered = spans.map((span, index) => ({ ...span, index })).sort((a, b) => a.from - b.from);
  for (const [place, span] of ordered.entries()) {
    const next = ordered[place + 1];
    if (next && next.from < span.to)
      return [Math.min(span.index, next.index), Math.max(span.index, next.index)];
  }
  return undefined;
}
