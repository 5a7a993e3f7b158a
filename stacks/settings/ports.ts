import { z } from "zod";

/** A port, as every settings file writes it. */
export const port = z
  .int("must be a whole number in plain digits, without quotes, for example 8080")
  .min(1, "must be a port from 1 to 65535")
  .max(65_535, "must be a port from 1 to 65535");

/** A port and where it stands in the settings. */
interface Place {
  path: readonly string[];
  port: number;
}

function refuseTwice(places: readonly Place[], context: z.RefinementCtx): void {
  const known = new Map<number, string>();
  for (const place of places) {
    const other = known.get(place.port);
    known.set(place.port, other ?? place.path.join("."));
    if (other === undefined) continue;
    const message = `${place.port} is the port of ${other} already; choose another`;
    context.addIssue({ code: "custom", path: [...place.path], message });
  }
}

/** Refuses services, by name, of which two have the same port. */
export function differentPorts(ports: Readonly<Record<string, number>>, context: z.RefinementCtx): void {
  refuseTwice(
    Object.entries(ports).map(([service, each]) => ({ path: [service], port: each })),
    context,
  );
}

/** Refuses clusters, by name, of which two have the same port under the same one of the keys. */
export function differentInClusters<Key extends string>(...keys: readonly Key[]) {
  return (clusters: Readonly<Record<string, Readonly<Record<Key, number>>>>, context: z.RefinementCtx) => {
    for (const key of keys) {
      const places = Object.entries(clusters).map(([name, cluster]) => ({
        path: [name, key],
        port: cluster[key],
      }));
      refuseTwice(places, context);
    }
  };
}
