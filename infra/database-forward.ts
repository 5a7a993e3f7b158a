import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection.ts";
import { sentence } from "./sentence.ts";

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
 * @param after waited for before: not before it is known
 */
export function forwardedPort(forward: Forward, after?: pulumi.Input<unknown>): pulumi.Output<number> {
  const required = !pulumi.runtime.isDryRun();
  return pulumi.all([forward, after]).apply(async ([known]) => {
    try {
      const { port } = await pulumi.runtime.invoke("tovplay-host:index:forward", { ...known, required });
      return port;
    } catch (error) {
      throw sentence(wordsOf(error));
    }
  });
}

/** What the plugin said, without what the engine puts around it. */
function wordsOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  // The engine closes its connections when another resource has failed, and says itself which.
  if (/client connection is closing|call was cancell?ed/i.test(said))
    return "the database was not reached, because the deployment had failed before; see the other error";
  return said.replace(/^.* returned an error: /s, "");
}
