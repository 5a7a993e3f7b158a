/**
 * Why the reference data must not be loaded, or undefined when it may: into an empty database, or one that has all of it.
 * @param present ids of the users that are there
 * @param own ids of the reference users
 */
export function refusal(present: string[], own: string[]): string | undefined {
  if (present.length === 0) return undefined;
  const ids = new Set(present);
  if (own.every((id) => ids.has(id))) return undefined;
  return `the database has ${present.length} users of its own: load the reference data into an empty one`;
}
