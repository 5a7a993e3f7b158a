/**
 * The moment that a text in the form of ISO 8601 names; undefined when there is none such. `Date` alone takes 30 February
 * for 2 March.
 */
export function momentOf(iso: string): Date | undefined {
  const day = iso.slice(0, 10);
  const [midnight, moment] = [new Date(`${day}T00:00:00Z`), new Date(iso)];
  if (Number.isNaN(midnight.getTime()) || Number.isNaN(moment.getTime())) return undefined;
  return midnight.toISOString().startsWith(day) ? moment : undefined;
}
