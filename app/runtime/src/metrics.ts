import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Labels of a request: the route's pattern, never its path, of which anyone could make endless variants. */
export interface ServedRequest {
  method: string;
  route: string;
  status: number;
}

/** Milliseconds between samples of how late Node's timers are. The usual 10 would wake every idle process a hundred times a second. */
export const eventLoopMonitoringPrecision = 500;

/** Metrics of one process. */
export interface Metrics {
  registry: Registry;
  served: (request: ServedRequest, seconds: number) => void;
}

/** Metrics of Node itself and `http_request_duration_seconds` by method, route and status. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the first byte of a request to the last of its answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return { registry, served: (request, seconds) => durations.observe({ ...request }, seconds) };
}

/** Registers a value that is read at each scrape. */
export function gaugeOf(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
