import type { Images, LogStoreImage } from "../../stacks/settings/images.ts";

const image = (digit: string) => `sha256:${digit.repeat(64)}`;

/** Images of fixed content, in place of what a build would name. */
export const images: Images = {
  debian: image("1"),
  node: image("2"),
  nginx: image("3"),
  postgres: image("4"),
  pgbouncer: image("5"),
  prometheus: image("6"),
  alertmanager: image("7"),
  collector: image("9"),
  "postgres-exporter": image("a"),
  "pgbouncer-exporter": image("b"),
};

/** Log stores of fixed content, likewise. */
export const loki: LogStoreImage = { kind: "loki", image: image("8") };
export const victorialogs: LogStoreImage = { kind: "victorialogs", image: image("c") };

/** Hashes of the applications' sources, likewise. */
export const sourceHashes = {
  backend: "backend-hash",
  backup: "backup-hash",
  frontend: "frontend-hash",
  guardian: "guardian-hash",
};
