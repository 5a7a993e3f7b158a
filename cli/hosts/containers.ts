import { slotSuffix } from "../stack/service-name.ts";
import { Failure } from "../terminal/exit.ts";
import { type Host, onHost } from "./connections.ts";

/** A container on a host of a stack. */
export interface HostContainer {
  host: Host;
  name: string;
  running: boolean;
}

const list = "docker ps --all --format '{{.Names}}\t{{.State}}'";

/** Every container of a host, the newest first. */
export async function containersOn(host: Host, env: NodeJS.ProcessEnv): Promise<HostContainer[]> {
  return (await onHost(host, list, env)).split("\n").flatMap((line) => {
    const [name = "", state = ""] = line.split("\t");
    return name === "" ? [] : [{ host, name, running: state === "running" }];
  });
}

/**
 * Finds `backend`, `tovplay-backend` or `HOST/tovplay-backend`; of a release's two slots the one that runs, or the newer one.
 * @throws {Failure} naming what there is instead, or the hosts to choose from
 */
export function chooseContainer(given: string, all: readonly HostContainer[]): HostContainer {
  const [wanted = "", host] = given.split("/", 2).reverse();
  const near = all.filter((container) => host === undefined || container.host.name === host);
  const named = near.filter(({ name }) => isCalled(name, wanted));
  const slots = near.filter(
    ({ name }) => slotSuffix.test(name) && isCalled(name.replace(slotSuffix, ""), wanted),
  );
  const found = named.length > 0 ? named : slots.sort((a, b) => Number(b.running) - Number(a.running));
  const [first] = found;
  if (!first)
    throw new Failure("usage", `there is no container '${given}' there; there are ${namesOf(all, all)}`);
  const elsewhere = found.some((container) => container.host.name !== first.host.name);
  if (elsewhere)
    throw new Failure("usage", `'${given}' is on several hosts; choose from ${namesOf(found, all)}`);
  return first;
}

function isCalled(name: string, wanted: string): boolean {
  return name === wanted || name === `tovplay-${wanted}`;
}

/** As short as they can be given, with the host in front where there are several. */
function namesOf(containers: readonly HostContainer[], all: readonly HostContainer[]): string {
  const many = new Set(all.map(({ host }) => host.name)).size > 1;
  const names = containers.map(({ host, name }) => {
    const short = name.replace(/^tovplay-/, "");
    return many ? `${host.name}/${short}` : short;
  });
  return names.length > 0 ? names.sort().join(", ") : "none";
}
