import { local } from "../../stacks/local/stack.ts";
import type { Environment } from "../../stacks/settings/environment.ts";
import type { LocalSettings } from "../../stacks/settings/local.ts";
import { type DeclaredStack, declaredStack } from "./declared-stack.ts";
import { images, sourceHashes, victorialogs } from "./images.ts";

const environment: Environment<LocalSettings> = {
  stack: "local",
  checkout: "/srv/checkout",
  filesDirectory: "/srv/tovplay/files",
  stateDirectory: "/srv/tovplay",
  settings: {
    publicUrl: "http://127.0.0.1:8080",
    ports: {
      nginx: 8080,
      backendBlue: 8000,
      backendGreen: 8001,
      pgbouncer: 6432,
      postgres: 5432,
      prometheus: 9090,
      alertmanager: 9093,
      logs: 3100,
    },
    pooler: { maxClients: 500, serverConnections: 15 },
  },
  images,
  logStore: victorialogs,
  sourceHashes,
  tablePrivileges: {
    tovplay_app: { Game: ["SELECT"], audit_log: ["INSERT"] },
    tovplay_viewer: { Game: ["SELECT"] },
  },
  profiles: new Set(["core", "database", "monitoring"]),
};

/** The local stack with some of its profiles, and with VictoriaLogs unless another log store is given. */
export function localStack(
  profiles = environment.profiles,
  logStore = environment.logStore,
): Promise<DeclaredStack> {
  return declaredStack("local", () => local.declare({ ...environment, profiles, logStore }));
}
