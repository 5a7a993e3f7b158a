/**
 * Node's codes and SQLSTATEs of a server that is unreachable or overloaded: class 08 is connections, 53 resources, 57P shutdown,
 * 57014 a statement that took too long, 55P03 a lock that another session holds, 25P03 a transaction that was idle for too long.
 */
const unreachableCode =
  /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE|08\w{3}|53\w{3}|57P0[1-5]|57014|55P03|25P03)$/;

/** The driver gives no code with these. */
const unreachableMessage = /timeout exceeded when trying to connect|Connection terminated|Query read timeout/;

/** Whether an error means that the database could not be reached, so that a retry makes sense. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return unreachableCode.test(code) || unreachableMessage.test(error.message);
}
