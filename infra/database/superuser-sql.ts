import type * as pulumi from "@pulumi/pulumi";
import { script } from "../host/script.ts";
import { heldBack, type ServiceContext } from "../host/service.ts";
import { HostStep } from "../host/step.ts";

/** SQL that only a superuser may run, over the local socket of the server's container: nobody is one over TCP. */
export function superuserSql(
  name: string,
  {
    context,
    container,
    database = "postgres",
    sql,
    observe,
  }: {
    context: ServiceContext;
    /** Name of the server's container. */
    container: string;
    /** Database to run it in. Default: postgres. */
    database?: pulumi.Input<string>;
    /** Statements that may run any number of times. */
    sql: pulumi.Input<string>;
    /** A query of one value that says what is there: another one later on is drift. It sees no secrets. */
    observe?: string;
  },
  opts: pulumi.CustomResourceOptions,
): HostStep {
  return new HostStep(
    "Command",
    name,
    {
      connection: context.host?.connection,
      apply: script("database/superuser-sql"),
      ...(observe ? { observe: script("database/superuser-query") } : {}),
      environment: { CONTAINER: container, DATABASE: database, ...(observe ? { QUERY: observe } : {}) },
      stdin: sql,
    },
    { ...opts, ignoreChanges: heldBack(context) },
  );
}
