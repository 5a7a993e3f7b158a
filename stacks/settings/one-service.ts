import type { Images } from "./images.ts";
import type { Release } from "./release.ts";

/** What belongs to a service, besides its image built from this repository. */
interface Own {
  settings: readonly string[];
  images: readonly (keyof Images)[];
}

/** Services with settings or recorded images of their own. */
const ownOf: Readonly<Record<string, Own>> = {
  backend: { settings: ["backendMemory"], images: [] },
  site: {
    settings: ["aliases", "apiRequestsPerSecond", "tlsCertificate"],
    images: [],
  },
  pgbouncer: { settings: ["pooler"], images: ["pgbouncer"] },
  postgres: { settings: ["clusters"], images: ["postgres"] },
  alertmanager: { settings: [], images: ["alertmanager"] },
};

/**
 * What was deployed last without what belongs to one service: only that follows the checkout, and the history tells the truth.
 * @param service as `--only` names it, with or without the environment's suffix
 */
export function exceptService(deployed: Release, service: string): Release {
  const { settings = [], images = [] } = ownOf[service.replace(/-(?:staging|production)$/, "")] ?? {};
  return {
    settings: without(deployed.settings, settings),
    images: without(deployed.images, images),
  };
}

function without<Value extends object>(value: Value, keys: readonly string[]): Value {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) as Value;
}

/** Services that need nothing of what watches over the host, nor rights on tables that are granted already. */
const applicationServices: ReadonlySet<string> = new Set(["backend", "frontend", "site", "pgbouncer"]);

/** Whether a deployment of `service` alone can do without monitoring and grants; false when everything is deployed. */
export function needsApplicationOnly(service: string | undefined): boolean {
  return service !== undefined && applicationServices.has(service.replace(/-(?:staging|production)$/, ""));
}
