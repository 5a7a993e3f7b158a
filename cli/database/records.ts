/** Where a server's container has PostgreSQL's records: one file an hour. Docker's log has only how it started and why it ended. */
export const records = "/var/log/postgresql";

/** Whether a container has records. By its name, since a log is read also when a deployment failed and left no outputs. */
export function keepsRecords(container: string): boolean {
  return /^tovplay-postgres(-staging)?$/.test(container);
}
