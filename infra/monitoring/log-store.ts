import type * as pulumi from "@pulumi/pulumi";
import type { PublishedPort } from "../container/settings.ts";
import type { ServiceArgs } from "../host/service.ts";
import { type LogStoreKind, logStoreNames } from "./log-store-kinds.ts";

/** Arguments of every log store. */
export interface LogStoreArgs extends ServiceArgs {
  /** Volume that holds the log lines. */
  data: pulumi.Input<string>;
  /** Days that log lines are kept. */
  retentionDays: number;
  /** Where the host answers for it. */
  published: Omit<PublishedPort, "inside">;
}

/** A program that keeps the log lines of a host's containers. */
export interface LogStore extends pulumi.Resource {
  kind: LogStoreKind;
  /** Address on its networks at which it takes OTLP over HTTP, without `/v1/logs`. */
  otlpEndpoint: string;
}

/**
 * The other log store of the same host, as an alias: to the engine the one that takes its place is its replacement, so that the
 * port is free before the new one starts.
 * @param kind of the other
 * @param name of the one that takes its place, with its own kind behind the last dash
 */
export function placeOf(kind: LogStoreKind, name: string): pulumi.Alias {
  return { name: name.replace(/[^-/]+$/, kind), type: `tovplay:infra:${logStoreNames[kind]}` };
}
