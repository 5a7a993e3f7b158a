/** State of the jobs and of listening, for the health of the process. */
export interface BackgroundDetail {
  jobs: boolean;
  listening: boolean;
  /** Milliseconds since the database last answered the listener. */
  silentFor: number | null;
}
