import type { BlockMode } from "../../database/tables/safety.ts";

/** State of an account in the model. */
export type State = "active" | "unproven" | "suspended" | "deleted";

/** An open question: who asked, about what, and the request's id. */
export interface Question {
  asker: number;
  id: string;
  about: "friendship" | "game";
}

/** Two people in either order. */
export const pairOf = (one: number, other: number) => [one, other].sort().join("-");

/**
 * Who may see whom, written down a second time and as simply as possible: sets in memory, by people's numbers. The application has to agree
 * with it through every channel.
 */
export class Model {
  readonly states: State[];
  readonly blocks = new Map<string, BlockMode>();
  readonly friends = new Set<string>();
  readonly acquainted = new Set<string>();
  /** Open questions of each pair. */
  readonly questions = new Map<string, Question>();
  /** Sessions of two, whether they take place or not. */
  readonly sessions = new Map<
    string,
    { pair: readonly [number, number]; requestId: string; going: boolean }
  >();
  readonly pools = new Map<string, Set<number>>();
  /** Pairs that have ever had to do with each other. */
  readonly met = new Set<string>();

  constructor(count: number) {
    this.states = Array.from({ length: count }, () => "active");
  }

  /** Numbers of all people. */
  get everybody(): number[] {
    return this.states.map((_, index) => index);
  }

  isHidden(one: number, other: number): boolean {
    return [`${one}>${other}`, `${other}>${one}`].some((block) => this.blocks.get(block) === "hide");
  }

  isKnown(one: number, other: number): boolean {
    const pair = pairOf(one, other);
    return (
      this.friends.has(pair) ||
      this.acquainted.has(pair) ||
      this.questions.has(pair) ||
      [...this.pools.values()].some((members) => members.has(one) && members.has(other))
    );
  }

  /** Whether one person can see another. */
  isVisible(viewer: number, other: number): boolean {
    if (viewer === other) return true;
    return this.states[other] === "active" && !this.isHidden(viewer, other) && this.isKnown(viewer, other);
  }

  hasMet(one: number, other: number): boolean {
    return one !== other && this.met.has(pairOf(one, other));
  }

  /** Notes who has to do with whom now; call it after each change. */
  remember(): void {
    for (const one of this.everybody)
      for (const other of this.everybody)
        if (one < other && this.isKnown(one, other)) this.met.add(pairOf(one, other));
  }

  /** What a block that hides ends. */
  part(one: number, other: number): void {
    const pair = pairOf(one, other);
    this.questions.delete(pair);
    this.friends.delete(pair);
    this.acquainted.delete(pair);
    for (const session of this.sessions.values()) if (pairOf(...session.pair) === pair) session.going = false;
  }
}
