import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection.ts";

/** A port of this machine that leads to a port of a host while a program runs. */
export interface Forward {
  connection: pulumi.Input<Connection>;
  localPort: number;
  remotePort: pulumi.Input<number>;
}

/**
 * Lets a port of this machine's loopback lead to a port of a host's loopback over SSH: a database that answers its
 * clients only is still reached by the program that declares its roles. Known once the forward is open; a preview goes on
 * without when the host cannot be reached.
 */
export function forwardedPort(forward: Forward, after: pulumi.Resource[] = []): pulumi.Output<number> {
  const required = !pulumi.runtime.isDryRun();
  const opened = pulumi.runtime.invokeOutput(
    "tovplay-host:index:forward",
    { ...forward, required },
    { dependsOn: after },
  ) as pulumi.Output<{ port: number }>;
  return opened.port;
}
