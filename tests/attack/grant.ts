/** Attacks that succeed by design, or because PostgreSQL cannot refuse them; any other that succeeds is a hole. */
export interface Granted {
  /** Names of {@link attackers}, or `everybody` for all that can log in. */
  who: string[] | "everybody";
  attacks: string[];
  reason: string;
}
