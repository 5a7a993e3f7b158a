import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../host/connection.ts";
import { script } from "../../host/script.ts";
import { HostStep } from "../../host/step.ts";

/** What tells a server's cluster from every other one of the same name, except those restored from it. Another one later on is drift. */
export function systemIdentifier(
  name: string,
  {
    connection,
    container,
  }: {
    /** Host of the server. */
    connection: pulumi.Input<Connection>;
    /** Name of the server's container there. */
    container: pulumi.Input<string>;
  },
  opts?: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const text = script("database/system-identifier");
  const step = new HostStep(
    "Command",
    name,
    { connection, apply: text, observe: text, environment: { CONTAINER: container } },
    opts,
  );
  return step.stdout.apply((printed) => identifierIn(printed));
}

/** @throws when it is no identifier */
export function identifierIn(printed: string): string {
  const text = printed.trim();
  if (/^[1-9]\d{9,19}$/.test(text)) return text;
  throw new Error(
    `the database server returned '${text.slice(0, 40)}' as its system identifier; deploy it again`,
  );
}
