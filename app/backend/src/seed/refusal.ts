/**
 * Why the reference data must not be loaded, or undefined for an empty database or one that already has all of it.
 * @param present ids of the users in the database
 * @param own ids of the reference users
 */
export function refusal(present: string[], own: string[]): string | undefined {
  if (present.length === 0) return undefined;
  const ids = new Set(present);
  if (own.every((id) => ids.has(id))) return undefined;
  return `the database already has other data (users: ${present.length}): load the reference data into an empty database`;
}
