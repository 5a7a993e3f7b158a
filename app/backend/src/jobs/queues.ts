/** Data of each kind of job: ids and moments, never words. */
export interface JobData {
  /** Brings one person what is due by one channel. */
  deliver: { userId: string; channel: string };
  /** Tells one person of a session that begins soon. */
  remind: { sessionId: string; userId: string; startsAt: string; minutes: number };
  /** Closes a request to play that nobody answered in time. */
  "expire-request": { requestId: string };
  /** Ends a session whose time is over. */
  "end-session": { sessionId: string };
  /** Ends a session that was paused for too long. */
  "end-pause": { sessionId: string };
  /** Computes the instants of sessions to come by new zone data. */
  "recompute-sessions": { version: string };
  /** Forgets how things were before that cannot be taken back any more. */
  "forget-undo": Record<string, never>;
  /** Answers a command that somebody gave on Discord. */
  "answer-discord": {
    applicationId: string;
    token: string;
    discordId: string;
    command: string;
    options: Record<string, string>;
  };
  /** Brings an event on a Discord server in line with its session. */
  "discord-event": { sessionId: string };
  /** Looks for what should have been delivered, and for reminders that should be there. */
  "look-after": Record<string, never>;
}

export type JobName = keyof JobData;

/** How a kind of job is tried again and forgotten, in seconds. */
export interface QueueSettings {
  /** One attempt may take this long before another process takes over. */
  expireInSeconds: number;
  retryLimit: number;
  retryDelay: number;
  retryDelayMax: number;
  /** What is done is kept this long, and tells twice-given jobs apart. */
  deleteAfterSeconds: number;
  /** A job that nobody took is dropped after this, counted from its time. */
  retentionSeconds: number;
  /** Seconds between two looks at the queue. */
  pollingIntervalSeconds: number;
  /** At once in one process. */
  localConcurrency: number;
}

const hour = 3_600;
const day = 24 * hour;

/** A database that restarts or fails over is back within minutes; ten tries with growing pauses last about an hour. */
const patient: QueueSettings = {
  expireInSeconds: 60,
  retryLimit: 20,
  retryDelay: 2,
  retryDelayMax: 300,
  deleteAfterSeconds: 7 * day,
  retentionSeconds: 30 * day,
  pollingIntervalSeconds: 5,
  localConcurrency: 1,
};

/** Every kind of job. The migration step makes a queue of each, or changes it. */
export const queues: Record<JobName, QueueSettings> = {
  deliver: { ...patient, localConcurrency: 2, deleteAfterSeconds: day },
  // Only the database works on it, so a quarter of a minute means that its process is gone.
  remind: { ...patient, expireInSeconds: 15, localConcurrency: 2 },
  "expire-request": patient,
  "end-session": patient,
  "end-pause": patient,
  "recompute-sessions": { ...patient, pollingIntervalSeconds: 15 },
  "forget-undo": { ...patient, pollingIntervalSeconds: 15 },
  // Discord accepts an answer for 15 minutes.
  "answer-discord": { ...patient, retryLimit: 4, deleteAfterSeconds: hour, retentionSeconds: 900 },
  "discord-event": { ...patient, pollingIntervalSeconds: 15 },
  "look-after": { ...patient, pollingIntervalSeconds: 15, retryLimit: 2, deleteAfterSeconds: hour },
};

/** Their names. */
export const jobNames = Object.keys(queues) as JobName[];
