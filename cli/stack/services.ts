import type { InspectedContainer } from "./containers.ts";

/** A service of the stack, as `status` tells of it. */
export interface Service {
  name: string;
  /** `running`, `exited`, … as Docker says. */
  state: string;
  /** `healthy`, `unhealthy`, `starting`, or `none` without a health check. */
  health: string;
  /** Bytes; null while it does not run. */
  memoryUsed: number | null;
  /** Bytes; 0 means no limit. */
  memoryLimit: number;
  /** `127.0.0.1:8080->80/tcp`. */
  ports: readonly string[];
  startedAt: string;
  restarts: number;
  image: string;
}

function portTexts(container: InspectedContainer): string[] {
  return Object.entries(container.NetworkSettings.Ports ?? {}).flatMap(([inside, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}->${inside}`),
  );
}

/** Name of a container without Docker's leading slash. */
export function nameOf(container: InspectedContainer): string {
  return container.Name.replace(/^\//, "");
}

/** What is said of a container in `status`. */
export function serviceOf(container: InspectedContainer, memory: ReadonlyMap<string, number>): Service {
  const name = nameOf(container);
  return {
    name,
    state: container.State.Status,
    health: container.State.Health?.Status ?? "none",
    memoryUsed: memory.get(name) ?? null,
    memoryLimit: container.HostConfig.Memory,
    ports: portTexts(container),
    startedAt: container.State.StartedAt,
    restarts: container.RestartCount,
    image: container.Config.Image.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]*$/, "$1"),
  };
}

/** True when the service does what it should. */
export function isWell(service: Service): boolean {
  return service.state === "running" && (service.health === "healthy" || service.health === "none");
}

const mebibyte = 1024 ** 2;

function memoryText({ memoryUsed, memoryLimit }: Service): string {
  const used = memoryUsed === null ? "-" : String(Math.round(memoryUsed / mebibyte));
  return `${used} / ${memoryLimit === 0 ? "no limit" : Math.round(memoryLimit / mebibyte)}`;
}

/** `3 h 12 min`. */
export function uptimeText(startedAt: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(startedAt)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

function healthText({ state, health }: Service): string {
  return state === "running" && health !== "none" ? health : state;
}

/** The rows of the status table, its heading first. */
export function statusRows(services: readonly Service[], now: number): string[][] {
  const rows = services.map((service) => [
    service.name,
    healthText(service),
    memoryText(service),
    service.state === "running" ? uptimeText(service.startedAt, now) : "-",
    service.ports.join(", "),
    service.image,
  ]);
  return [["SERVICE", "HEALTH", "MEMORY (MiB)", "UP", "PORTS", "IMAGE"], ...rows];
}
