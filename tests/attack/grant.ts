/** Attacks that succeed by design, or because PostgreSQL lets nobody refuse them; everything else that succeeds is a hole. */
export interface Granted {
  /** Names of {@link attackers}; `everybody` who can log in. */
  who: string[] | "everybody";
  attacks: string[];
  reason: string;
}
