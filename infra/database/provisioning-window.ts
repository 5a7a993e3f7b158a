import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../host/connection.ts";
import { sentence } from "../host/sentence.ts";

/** The server whose provisioner may log in while a program runs, and how the program reaches it. */
export interface ProvisioningWindow {
  /** The server's host. Default: this machine. */
  connection?: pulumi.Input<Connection> | undefined;
  /** Name of the server's container. */
  container: pulumi.Input<string>;
  /** Port of this machine's loopback at which the program reaches the server. */
  localPort: number;
  /** Port of the host's loopback that it leads to over SSH; with a connection. */
  remotePort?: pulumi.Input<number> | undefined;
}

/**
 * Lets `tovplay_provisioner` log in while a program runs, through a port of this machine's loopback: a database that answers
 * its clients only is still reached by the program that declares its roles. Known once the window is open; it closes when
 * the engine ends, however it does. A preview goes on without when the server cannot be reached.
 * @param after waited for before, by a deployment: not before it is known. A preview looks at the server that is there.
 */
export function provisioningPort(
  window: ProvisioningWindow,
  after?: pulumi.Input<unknown>,
): pulumi.Output<number> {
  const required = !pulumi.runtime.isDryRun();
  return pulumi.all([window, required ? after : undefined]).apply(async ([known]) => {
    try {
      const { port } = await pulumi.runtime.invoke("tovplay-host:index:window", { ...known, required });
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
