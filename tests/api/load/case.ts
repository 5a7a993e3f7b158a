/** A route under load, and the statements that answer it. */
export interface Case {
  name: string;
  path: string;
  /** Sent with each request. */
  headers: Readonly<Record<string, string>>;
  /** What the backend sends to the database for it, in order; the last one's rows are the answer. */
  statements: readonly { sql: string; parameters: readonly (string | number | null)[] }[];
}
