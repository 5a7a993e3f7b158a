import { type Cell, listed } from "./cell.ts";
import { topLevel } from "./differences.ts";
import { inputsOf, type Step } from "./plan.ts";

/**
 * What a step means to those who use the system. `data`: data goes. `downtime`: something does not answer for a while.
 * `replacement`: recreated, unnoticed. `live`: changed while it keeps answering. `ineffective`: nothing would happen.
 */
export type EffectKind = "data" | "downtime" | "replacement" | "live" | "ineffective";

export interface Effect {
  kind: EffectKind;
  words: Cell;
  /** Longest time in seconds that it does not answer, where the stack says so. */
  atMost?: number;
  /** Whether it holds data or connections, so that a restart costs more than its time. */
  stateful?: boolean;
}

type Inputs = Readonly<Record<string, unknown>>;

/** Label of a container that holds more than its settings; its value says what. */
const stateful = "org.tovplay.stateful";

/** What others feel of a restart, by what the container holds. */
const restarts: Readonly<Partial<Record<string, string>>> = {
  database: "PostgreSQL restarts: every connection ends, what is under way is rolled back",
  connections: "the pooler restarts: every client loses its connection",
};

/** What Docker changes in a running container; for anything else the provider reports an update and does nothing. */
const changedInPlace =
  /^(?:restart|maxRetryCount|cpuShares|cpuSet|memory|memoryReservation|memorySwap|device(?:Read|Write)(?:Bps|Iops))$/;
/** Arguments of the provider itself, not of the container. */
const notOfTheContainer =
  /^(?:wait|waitTimeout|mustRun|start|attach|logs|removeVolumes|destroyGraceSeconds)$/;

function volumesOf({ mounts, volumes }: Inputs): string[] {
  const listed: unknown[] = [
    ...(Array.isArray(mounts) ? mounts : []),
    ...(Array.isArray(volumes) ? volumes : []),
  ];
  return listed.flatMap((each) => {
    const { type, source, volumeName }: Inputs = Object(each);
    const volume = volumeName ?? (type === "volume" ? source : undefined);
    return typeof volume === "string" ? [volume] : [];
  });
}

/** What the container holds by its label; undefined when nothing. */
function heldBy({ labels }: Inputs): string | undefined {
  const all: Inputs[] = Array.isArray(labels) ? labels.map(Object) : [];
  const value = all.find(({ label }) => label === stateful)?.value;
  return typeof value === "string" ? value : undefined;
}

function seconds(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** The provider's defaults, in seconds, for what a container does not say. */
const waitTimeout = 60;
const grace = 10;

function containerReplaced(step: Step): Effect {
  const inputs = inputsOf(step);
  const volumes = volumesOf(step.before?.inputs ?? inputs);
  const held = heldBy(inputs) ?? heldBy(step.before?.inputs ?? {});
  const kept = volumes.length > 0 ? ["; data stays in ", ...listed(volumes)] : [];
  return {
    kind: "downtime",
    words: [restarts[held ?? ""] ?? "stopped, until its successor is healthy", ...kept],
    atMost:
      seconds(step.before?.inputs.destroyGraceSeconds, grace) + seconds(inputs.waitTimeout, waitTimeout),
    stateful: held !== undefined,
  };
}

function containerUpdated({ paths }: Step): Effect | undefined {
  const properties = [...new Set(paths.map(topLevel))];
  const ignored = properties.filter((each) => !changedInPlace.test(each) && !notOfTheContainer.test(each));
  if (ignored.length === 0) return undefined;
  return {
    kind: "ineffective",
    words: ["Docker cannot change ", ...listed(ignored), " of a running container: it keeps what it has"],
  };
}

const gone = (words: string) => (): Effect => ({ kind: "downtime", words: [words] });
const data = (words: string) => (): Effect => ({ kind: "data", words: [words] });
const live = (words: string) => (): Effect => ({ kind: "live", words: [words] });
const again = (words: string) => (): Effect => ({ kind: "replacement", words: [words] });

type Effects = Readonly<Partial<Record<string, (step: Step) => Effect | undefined>>>;

const lost = (words: string): Effects => ({ replace: data(words), delete: data(words) });

/** Effects by type of resource and operation. */
const effects: Readonly<Record<string, Effects>> = {
  "docker:index/container:Container": {
    replace: containerReplaced,
    update: containerUpdated,
    delete: gone("stopped and removed"),
  },
  "docker:index/network:Network": {
    replace: gone("its containers cannot reach each other until it is there again"),
    delete: gone("removed"),
  },
  "docker:index/volume:Volume": lost("the volume is deleted with all that it holds"),
  "postgresql:index/database:Database": lost("the database is dropped with all that it holds"),
  "aws:s3/bucket:Bucket": lost("the bucket is deleted with all that it holds"),
  "aws:s3/bucketV2:BucketV2": lost("the bucket is deleted with all that it holds"),
  "aws:kms/key:Key": lost("the key is deleted: what it encrypted cannot be read any more"),
  "cloudflare:index/zone:Zone": lost("the zone is deleted with every record"),
  "cloudflare:index/record:Record": {
    replace: gone("the name does not resolve for a moment"),
    delete: gone("the name is deleted"),
  },
  "cloudflare:index/dnsRecord:DnsRecord": {
    replace: gone("the name does not resolve for a moment"),
    delete: gone("the name is deleted"),
  },
  "random:index/randomPassword:RandomPassword": {
    replace: again("a new password; the old one stops working"),
  },
  "tovplay-host:index:Release": {
    create: live("started, nginx uses it once it is healthy"),
    update: live("the new one starts beside the old one, nginx switches once it is healthy"),
    replace: gone("taken away here, until it is healthy where it goes"),
    delete: gone("stopped and removed"),
  },
  "tovplay-host:index:Site": {
    create: live("tested, then nginx reloads"),
    update: live("tested, then nginx reloads: requests under way are finished"),
    replace: gone("not served until it is there again"),
    delete: gone("no longer served"),
  },
  "tovplay-host:index:Pages": {
    create: live("laid beside the earlier pages, then switched in one go"),
    update: live("laid beside the earlier pages, then switched in one go"),
    delete: gone("no longer served"),
  },
  "tovplay-host:index:Packages": { update: live("packages are installed; running services are not touched") },
  "tovplay-host:index:Engine": {
    update: live("the Docker engine may restart; its containers keep running"),
  },
  "tovplay-host:index:Sshd": { update: live("sshd reloads; connections stay") },
  "tovplay-host:index:Firewall": {
    update: live("the rules are exchanged in one go; they return if SSH is cut off"),
  },
};

/** Made again whenever what they hold changes: that is their way, and told elsewhere. */
const replacedByDesign =
  /^(?:tovplay-host:index:(?:File|Command|Image|Preflight|Record)|command:local:Command)$/;

/** What a step means; undefined when there is nothing to say beyond that it happens. */
export function effectOf(step: Step): Effect | undefined {
  const effect = effects[step.type]?.[step.op]?.(step);
  if (effect?.kind === "data" && step.before?.retained)
    return { kind: "replacement", words: ["leaves the stack; it stays where it is"] };
  if (effect) return effect;
  if (step.op !== "replace" || replacedByDesign.test(step.type)) return undefined;
  return { kind: "replacement", words: ["made again"] };
}
