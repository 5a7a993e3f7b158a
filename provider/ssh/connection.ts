import { z } from "zod";

const endpointSchema = z.object({
  /** Address or name of the host. */
  host: z.string().regex(/^[A-Za-z0-9:][A-Za-z0-9.:-]*$/, "is not an address"),
  port: z.number().int().min(1).max(65535),
  /** Login: root, or a user with password-free sudo. */
  user: z.string().regex(/^[a-z_][a-z0-9_-]*$/, "is not a user name"),
  /** The host's public key, `TYPE BASE64`; any other key is refused. */
  hostKey: z.string().regex(/^(ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]+=*$/, "is not a host's public key"),
  /** File with the private key. Default: the file in TOVPLAY_SSH_KEY_FILE, otherwise the agent's and the user's own keys. */
  identityFile: z.string().optional(),
});

/** Address and login of an SSH server. */
export type Endpoint = z.infer<typeof endpointSchema>;

/** SSH connection to a host. */
export const connectionSchema = endpointSchema.extend({
  /** A jump host; its user needs only the right to forward connections. */
  jump: endpointSchema.optional(),
});

/** SSH connection to a host. */
export type Connection = z.infer<typeof connectionSchema>;
