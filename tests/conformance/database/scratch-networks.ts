import { randomInt, randomUUID } from "node:crypto";
import { execa } from "execa";

/**
 * Networks of this machine, each identified by the first three parts of its addresses. The machine has the address `.1` of each, so a
 * connection can be made as if it came from there.
 */
export interface ScratchNetworks {
  /** Where the server is. What comes from here is `samenet` to it, as is the end of an SSH forward. */
  server: string;
  /** Name of that network. */
  serverNetwork: string;
  /** Where an application host is. */
  application: string;
  /** From where nobody may log in. */
  stranger: string;
  remove(): Promise<void>;
}

/** Makes the networks. */
export async function makeNetworks(): Promise<ScratchNetworks> {
  const first = randomInt(0, 84) * 3;
  const [server, application, stranger] = [0, 1, 2].map((offset) => `198.19.${first + offset}`);
  if (!server || !application || !stranger) throw new Error("there are three networks");
  const names: string[] = [];
  for (const prefix of [server, application, stranger]) {
    const name = `scratch-conformance-${randomUUID().slice(0, 8)}`;
    // Connections keep their source address.
    const option = "com.docker.network.bridge.enable_ip_masquerade=false";
    await execa("docker", ["network", "create", "--subnet", `${prefix}.0/24`, "--opt", option, name]);
    names.push(name);
  }
  const remove = async () => void (await execa("docker", ["network", "rm", ...names]));
  return { server, serverNetwork: names[0] ?? "", application, stranger, remove };
}
