/**
 * Codes of Node and SQLSTATEs that mean: nobody there, or nobody who has time. 08 is a connection, 53 resources, 57P ending, 57014 a
 * statement that took too long, 55P03 a lock that somebody else holds, 25P03 a transaction that was kept waiting.
 */
const unreachableCode =
  /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE|08\w{3}|53\w{3}|57P0[1-5]|57014|55P03|25P03)$/;

/** The driver gives these no code. */
const unreachableMessage = /timeout exceeded when trying to connect|Connection terminated|Query read timeout/;

/** Whether an error means that the database could not be reached, so that trying again later makes sense. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return unreachableCode.test(code) || unreachableMessage.test(error.message);
}
