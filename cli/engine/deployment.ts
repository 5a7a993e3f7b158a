import { type EngineEvent, parseUrn, type StepMetadata, withoutColor } from "./events.ts";
import { quietOperations } from "./quiet-operations.ts";

/** A message of the engine, a plugin or the program. */
export interface Diagnostic {
  severity: string;
  message: string;
  urn?: string | undefined;
}

/** A resource that differs from what is deployed. */
export interface Change {
  op: string;
  name: string;
  kind: string;
  /** Properties that differ. */
  properties: readonly string[];
}

/** What has been learned from the engine's events so far. */
export interface Deployment {
  registered: ReadonlySet<string>;
  finished: ReadonlySet<string>;
  /** What the engine works on now: URN to operation. */
  running: ReadonlyMap<string, string>;
  changes: readonly Change[];
  diagnostics: readonly Diagnostic[];
  /** Policies that forbid the deployment. */
  refusals: readonly { policy: string; message: string; urn?: string }[];
  failed: readonly string[];
}

export const noDeployment: Deployment = {
  registered: new Set(),
  finished: new Set(),
  running: new Map(),
  changes: [],
  diagnostics: [],
  refusals: [],
  failed: [],
};

/** What a look at a host has found, which only its end tells: the operation would bring the state to it. */
const foundWords: Readonly<Record<string, string>> = { update: "changed", delete: "missing" };

function changeOf(metadata: StepMetadata): Change {
  const properties = [
    ...Object.keys(metadata.detailedDiff ?? {}),
    ...(metadata.diffs ?? []),
    ...(metadata.keys ?? []),
  ];
  return { op: metadata.op, ...parseUrn(metadata.urn), properties: [...new Set(properties.map(topLevel))] };
}

function topLevel(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

/** The stack and components only group resources: nothing is done to them. */
function isGroup(type: string): boolean {
  return type === "pulumi:pulumi:Stack" || type.startsWith("tovplay:infra:");
}

function began(deployment: Deployment, metadata: StepMetadata): Deployment {
  const registered = new Set(deployment.registered).add(metadata.urn);
  if (metadata.op === "same" || isGroup(metadata.type)) return { ...deployment, registered };
  const running = new Map(deployment.running).set(metadata.urn, metadata.op);
  const changes = quietOperations.has(metadata.op)
    ? deployment.changes
    : [...deployment.changes, changeOf(metadata)];
  return { ...deployment, registered, running, changes };
}

function ended(deployment: Deployment, metadata: StepMetadata): Deployment {
  const running = new Map(deployment.running);
  const looked = running.get(metadata.urn) === "refresh";
  running.delete(metadata.urn);
  const finished = new Set(deployment.finished).add(metadata.urn);
  const found =
    looked && metadata.op in foundWords
      ? [changeOf({ ...metadata, op: foundWords[metadata.op] ?? metadata.op })]
      : [];
  return { ...deployment, running, finished, changes: [...deployment.changes, ...found] };
}

function diagnosed(deployment: Deployment, event: NonNullable<EngineEvent["diagnosticEvent"]>): Deployment {
  if (event.severity === "debug") return deployment;
  const diagnostic = { ...event, message: withoutColor(event.message).trim() };
  return { ...deployment, diagnostics: [...deployment.diagnostics, diagnostic] };
}

function judged(deployment: Deployment, event: NonNullable<EngineEvent["policyEvent"]>): Deployment {
  if (event.enforcementLevel !== "mandatory") return deployment;
  const urn = event.resourceUrn ? { urn: event.resourceUrn } : {};
  const refusal = { policy: event.policyName, message: withoutColor(event.message).trim(), ...urn };
  return { ...deployment, refusals: [...deployment.refusals, refusal] };
}

/** The deployment after one more event. */
export function advance(deployment: Deployment, event: EngineEvent): Deployment {
  if (event.resourcePreEvent) return began(deployment, event.resourcePreEvent.metadata);
  if (event.resOutputsEvent) return ended(deployment, event.resOutputsEvent.metadata);
  if (event.resOpFailedEvent) {
    const { metadata } = event.resOpFailedEvent;
    return { ...ended(deployment, metadata), failed: [...deployment.failed, metadata.urn] };
  }
  if (event.diagnosticEvent) return diagnosed(deployment, event.diagnosticEvent);
  return event.policyEvent ? judged(deployment, event.policyEvent) : deployment;
}

const doing: Readonly<Record<string, string>> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  delete: "deleting",
  "create-replacement": "replacing",
  "delete-replaced": "deleting the old one",
  refresh: "looking",
};

/** `tovplay-nginx-container` is being created: what to call an operation on a resource. */
export function describeOperation(urn: string, op: string): { name: string; doing: string } {
  return { name: parseUrn(urn).name, doing: doing[op] ?? op };
}
