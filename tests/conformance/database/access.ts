import * as pulumi from "@pulumi/pulumi";
import { DatabaseAccess } from "../../../infra/database/access.ts";
import { Provisioner } from "../../../infra/database/provisioner.ts";

/** A server that exists already. */
class Server extends pulumi.ComponentResource {
  readonly containerName: string;

  constructor(container: string) {
    super("test:index:Server", "server");
    this.containerName = container;
  }
}

/** A program that declares the application's database with its roles on a server of its own. */
export function databaseAccess({ container, port }: { container: string; port: number }) {
  const context = { stack: "test", filesDirectory: "/nonexistent", running: true };
  const server = new Server(container);
  const provisioner = new Provisioner("provisioner", { context, server, localPort: port });
  return new DatabaseAccess("tovplay", {
    database: "TovPlay",
    provisioner,
    poolConnections: 25,
    data: server,
    protectData: false,
  });
}
