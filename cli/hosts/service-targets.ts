import { z } from "zod";
import type { ExportedState } from "../engine/stack.ts";
import { Failure } from "../terminal/exit.ts";

const recorded = z.object({
  urn: z.string(),
  type: z.string(),
  parent: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).default({}),
});
type Recorded = z.infer<typeof recorded>;

/** What a service runs as: a container, or a release that takes turns with its predecessor. */
const mainTypes: ReadonlySet<string> = new Set([
  "docker:index/container:Container",
  "tovplay-host:index:Pages",
  "tovplay-host:index:Release",
  "tovplay-host:index:Site",
]);
const imageType = "tovplay-host:index:Image";
const buildType = "command:local:Command";
/** Part of every deployment: the look at the host before it, and the line in its history after it. */
const always: ReadonlySet<string> = new Set(["tovplay-host:index:Preflight", "tovplay-host:index:Record"]);

interface Service {
  name: string;
  main: Recorded;
}

/** `tovplay-backend` on `production` is the service `backend`. */
function servicesIn(resources: readonly Recorded[]): Service[] {
  return resources.flatMap((main) => {
    const component = mainTypes.has(main.type)
      ? main.parent?.split("::").at(-1)?.split("/").at(-1)
      : undefined;
    return component ? [{ name: component.replace(/^tovplay-/, ""), main }] : [];
  });
}

/**
 * Everything that one service of a deployed stack consists of, on all hosts, as URNs: its files, its image and what that is built
 * by, what follows from the image (migrations), and what belongs to every deployment.
 * @param given `backend`, `tovplay-backend`; `backend-staging` may also be called `backend` in the stack `staging`
 * @throws {Failure} naming the services that there are
 */
export function serviceTargets(state: ExportedState | undefined, stack: string, given: string): string[] {
  const resources = z.array(recorded).parse(state?.deployment.resources ?? []);
  const services = servicesIn(resources);
  const names = [...new Set(services.map(({ name }) => name))].sort();
  if (names.length === 0)
    throw new Failure(
      "usage",
      `${stack} is not deployed yet; deploy all of it first: ./tovrun deploy ${stack}`,
    );
  const short = given.replace(/^tovplay-/, "");
  const name = [short, `${short}-${stack.replace(/^lab-/, "")}`].find((each) => names.includes(each));
  if (!name)
    throw new Failure("usage", `there is no service '${given}' in ${stack}; there are ${names.join(", ")}`);
  const chosen = services.filter((each) => each.name === name);
  return [...chosen.reduce(addService(resources), new Set(everyDeployment(resources)))];
}

function everyDeployment(resources: readonly Recorded[]): string[] {
  return resources.filter(({ type }) => always.has(type)).map(({ urn }) => urn);
}

function addService(resources: readonly Recorded[]) {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  return (targets: ReadonlySet<string>, { main }: Service): Set<string> => {
    const builds = propertiesOf(main).filter((urn) => byUrn.get(urn)?.type === buildType);
    const images = resources.filter(
      (each) =>
        each.type === imageType &&
        (main.dependencies.includes(each.urn) || propertiesOf(each).some((urn) => builds.includes(urn))),
    );
    const own = resources.filter((each) => main.parent !== undefined && isBelow(each, main.parent, byUrn));
    return new Set([
      ...targets,
      main.urn,
      ...[...own, ...images].map(({ urn }) => urn),
      ...following(builds, resources),
    ]);
  };
}

/** URNs that properties of a resource are made from. */
function propertiesOf({ propertyDependencies }: Recorded): string[] {
  return Object.values(propertyDependencies).flatMap((urns) => urns ?? []);
}

function isBelow(resource: Recorded, component: string, byUrn: ReadonlyMap<string, Recorded>): boolean {
  for (let at = resource.parent; at !== undefined; at = byUrn.get(at)?.parent)
    if (at === component) return true;
  return false;
}

/** These, and all whose properties are made from one of them, directly or through others. */
function following(first: readonly string[], resources: readonly Recorded[]): Set<string> {
  const all = new Set(first);
  for (let size = -1; size < all.size; ) {
    size = all.size;
    for (const each of resources) if (propertiesOf(each).some((urn) => all.has(urn))) all.add(each.urn);
  }
  return all;
}
