import { expect, test } from "vitest";
import { serviceTargets } from "./service-targets.ts";

interface Declared {
  name: string;
  type: string;
  parent?: string;
  /** Names of what its properties are made from. */
  from?: string[];
  /** Names of what has to be there before. */
  after?: string[];
}

const component = "tovplay:infra:Release";
const declared: readonly Declared[] = [
  { name: "one-preflight", type: "tovplay-host:index:Preflight" },
  { name: "backend-build", type: "command:local:Command" },
  { name: "frontend-build", type: "command:local:Command" },
  { name: "one/backend-image", type: "tovplay-host:index:Image", from: ["backend-build"] },
  { name: "one/frontend-image", type: "tovplay-host:index:Image", from: ["frontend-build"] },
  { name: "one/pooler-image", type: "tovplay-host:index:Image" },
  { name: "migrations-run", type: "tovplay-host:index:Command", from: ["backend-build"] },
  { name: "protection", type: "tovplay-host:index:Command", from: ["migrations-run"] },
  { name: "one/tovplay-pooler", type: "tovplay:infra:Container" },
  {
    name: "one/tovplay-pooler-container",
    type: "docker:index/container:Container",
    parent: "one/tovplay-pooler",
    after: ["one/pooler-image"],
  },
  { name: "one/tovplay-pooler-exporter", type: "tovplay:infra:Container" },
  {
    name: "one/tovplay-pooler-exporter-container",
    type: "docker:index/container:Container",
    parent: "one/tovplay-pooler-exporter",
    after: ["one/tovplay-pooler-container"],
  },
  ...["one", "two"].flatMap((host): Declared[] => [
    { name: `${host}/tovplay-backend`, type: component },
    { name: `${host}/password`, type: "tovplay:infra:HostFile", parent: `${host}/tovplay-backend` },
    { name: `${host}/password-file`, type: "tovplay-host:index:File", parent: `${host}/password` },
    {
      name: `${host}/tovplay-backend-release`,
      type: "tovplay-host:index:Release",
      parent: `${host}/tovplay-backend`,
      from: ["backend-build", "migrations-run"],
      after: ["one/tovplay-pooler-container"],
    },
  ]),
  { name: "one/record-line", type: "tovplay-host:index:Record", from: ["backend-build", "frontend-build"] },
];

const urnOf = (name: string) => `urn:pulumi:s::tovplay::t::${name}`;
const state = {
  deployment: {
    resources: declared.map(({ name, type, parent, from = [], after = [] }) => ({
      urn: urnOf(name),
      type,
      ...(parent ? { parent: urnOf(parent) } : {}),
      dependencies: after.map(urnOf),
      propertyDependencies: { any: from.map(urnOf), nothing: null },
    })),
  },
};

const targets = (service: string, stack = "production") =>
  serviceTargets(state, stack, service)
    .map((urn) => urn.split("::").at(-1))
    .sort();

const everywhere = ["one-preflight", "one/record-line"];

test("a service built from the checkout comes with build, image, migrations and its files, on every host", () => {
  const onHost = (host: string) => [
    `${host}/password`,
    `${host}/password-file`,
    `${host}/tovplay-backend-release`,
  ];
  const built = ["backend-build", "migrations-run", "one/backend-image", "protection"];
  const expected = [...everywhere, ...built, ...onHost("one"), ...onHost("two")];
  expect(targets("backend")).toEqual(expected.sort());
});

test("a service with an image of others comes with that image, and without what depends on it", () => {
  expect(targets("pooler")).toEqual(
    [...everywhere, "one/pooler-image", "one/tovplay-pooler-container"].sort(),
  );
});

test("a service may be named as its container is", () => {
  expect(targets("tovplay-pooler-exporter")).toEqual(targets("pooler-exporter"));
});

test("an unknown service is answered with those that there are", () => {
  expect(() => targets("bakend")).toThrow(
    "there is no service 'bakend' in production; there are backend, pooler, pooler-exporter",
  );
});

test("a stack that was never deployed is to be deployed whole", () => {
  expect(() => serviceTargets(undefined, "staging", "backend")).toThrow(
    "staging is not deployed yet; deploy all of it first: ./tovrun deploy staging",
  );
});
