import { z } from "zod";
import type { Connection, Endpoint } from "../../infra/host/connection.ts";
import { port } from "./ports.ts";

/** Clients of the pooler at once, and the server connections that they share. */
export const poolerSchema = z.strictObject({
  maxClients: z.number().int().min(1).max(10_000),
  serverConnections: z.number().int().min(1).max(100),
});

const address = z.union([z.ipv4(), z.ipv6()]);

/** How one logs in to a host. */
const login = {
  /** Whom to log in as: root, or a user who may use sudo without a password. */
  user: z.string(),
  port: port.default(22),
  /** Public key of the host, `TYPE BASE64`, as `ssh-keyscan` or the host's console shows it. */
  hostKey: z.string(),
  /** File with the private key on the machine that deploys; left out, the agent or TOVPLAY_SSH_KEY_FILE has it. */
  identityFile: z
    .string()
    .regex(/^(?!.*\$\{)\P{Cc}+$/u, "must be a path without '${' and control characters")
    .optional(),
};

/** Another SSH server, through which anyone who deploys reaches a host; its user needs no rights but to forward. */
const jumpSchema = z.strictObject({ address: z.union([address, z.hostname()]), ...login });

/** One host of a stack: what it is called, and how it is reached. */
export const hostSchema = z.strictObject({
  /** Stands before the names of its resources. */
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and dashes"),
  /** Address by which the other hosts and anyone who deploys reach it. */
  address,
  ...login,
  jump: jumpSchema.optional(),
});

export type HostSettings = z.infer<typeof hostSchema>;

/** How images come to a host: straight over SSH, or pulled by the host from a registry. */
export const deliverySchema = z.enum(["transfer", "registry"]);

const pem = (kind: string) =>
  z.string().regex(new RegExp(`-----BEGIN (\\w+ )?${kind}-----`), `is no ${kind.toLowerCase()} in PEM form`);

/** Certificate and key in PEM form; the key is a secret of the configuration. */
export const certificateSchema = pem("CERTIFICATE");
export const privateKeySchema = pem("PRIVATE KEY");

/** Output `hosts` of a stack: the commands find by it what they look at. */
export function hostsOutput(hosts: HostSettings[]): { name: string; connection: Connection }[] {
  return hosts.map((host) => ({ name: host.name, connection: connectionTo(host) }));
}

export function connectionTo(settings: HostSettings): Connection {
  const { jump } = settings;
  return { ...endpoint(settings), ...(jump ? { jump: endpoint(jump) } : {}) };
}

function endpoint(settings: z.infer<typeof jumpSchema>): Endpoint {
  const { address: host, port: sshPort, user, hostKey, identityFile } = settings;
  return { host, port: sshPort, user, hostKey, ...(identityFile ? { identityFile } : {}) };
}
