import { name, value } from "../cell.ts";
import { type Difference, differencesOf } from "../differences.ts";
import { serviceOf } from "../host.ts";
import type { Plan, Step } from "../plan.ts";
import type { Section } from "../report.ts";

const imageKey = /(?:^|\.)image(?:id)?$/i;

export function isImage({ path }: Difference): boolean {
  return imageKey.test(path);
}

/** Steps of the migrations' program: what it is run with is told with them. */
export function isMigration({ type, name: of }: Step): boolean {
  return /:Command$/.test(type) && /-migrations(?:-run)?$/.test(of);
}

/** A host step tells its image in its settings and again in its description: once is enough. */
function imageOf(step: Step): Difference | undefined {
  const found = differencesOf(step).filter(isImage);
  return found.find(({ path }) => path.startsWith("environment.")) ?? found[0];
}

/** Bringing an image to a host: what runs from it is told. */
function isDelivery({ type }: Step): boolean {
  return type === "tovplay-host:index:Image";
}

/** Images that run from now on, with as much of their digests as tells them apart. */
export function images({ steps }: Plan): Section {
  const rows = steps
    .filter((step) => !isMigration(step) && !isDelivery(step) && step.op !== "delete")
    .flatMap((step) => {
      const image = imageOf(step);
      return image
        ? [[[name(serviceOf(step))], [value("image", image.before)], [value("image", image.after)]]]
        : [];
    });
  return { id: "images", title: "Images", tone: "plain", columns: ["what", "before", "after"], rows };
}

/** Migrations run before the services that need them, in one transaction each. */
export function migrations({ steps }: Plan): Section {
  const rows = steps
    .filter((step) => isMigration(step) && step.op !== "delete")
    .map((step) => {
      const image = differencesOf(step).find(isImage);
      const environment = Object(step.after?.inputs.environment);
      const what = image
        ? [value("image", image.before), " → ", value("image", image.after)]
        : ["same image: none new"];
      const on = ["DATABASE_HOST", "DATABASE_USER"].map((key) => value(key, Reflect.get(environment, key)));
      return [
        [name(step.name)],
        [value("DATABASE_NAME", Reflect.get(environment, "DATABASE_NAME"))],
        ...on.map((each) => [each]),
        what,
      ];
    });
  const columns = ["step", "database", "server", "role", "image"];
  return { id: "migrations", title: "Migrations that run", tone: "plain", columns, rows };
}
