/** Schema of the job queue's tables. */
export const jobSchema = "pgboss";

/** Functions of that schema that the application's statements call. */
export const jobFunctions = ["job_now"];

const all = ["SELECT", "INSERT", "UPDATE", "DELETE"];

/**
 * What the application may do with the queue's tables: it gives, takes and forgets jobs. Structure, and the queues themselves,
 * are the migration step's.
 */
export const jobPrivileges: Readonly<Record<string, readonly string[]>> = {
  version: ["SELECT", "UPDATE"],
  queue: ["SELECT", "UPDATE"],
  schedule: all,
  subscription: ["SELECT"],
  bam: ["SELECT"],
  job: all,
  job_common: all,
  job_dependency: all,
  warning: all,
  queue_stats: all,
  instance: all,
};
