import type { Images, LogStoreImage } from "../../stacks/settings/images.ts";

const image = (digit: string) => `sha256:${digit.repeat(64)}`;

/** Fixed image IDs, in place of built ones. */
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

/** Fixed IDs of the log stores' images. */
export const loki: LogStoreImage = { kind: "loki", image: image("8") };
export const victorialogs: LogStoreImage = { kind: "victorialogs", image: image("c") };

/** Fixed hashes of the applications' sources. */
export const sourceHashes = {
  backend: "backend-hash",
  backup: "backup-hash",
  frontend: "frontend-hash",
  guardian: "guardian-hash",
};
