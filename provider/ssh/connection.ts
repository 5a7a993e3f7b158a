import { z } from "zod";

const endpointSchema = z.object({
  /** Address or name of the host. */
  host: z.string().regex(/^[A-Za-z0-9:][A-Za-z0-9.:-]*$/, "is no address"),
  port: z.number().int().min(1).max(65535),
  /** Whom to log in as: root, or a user who may use sudo without a password. */
  user: z.string().regex(/^[a-z_][a-z0-9_-]*$/, "is no user's name"),
  /** Public key of the host, `TYPE BASE64`; any other one is refused. */
  hostKey: z.string().regex(/^(ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]+=*$/, "is no public key of a host"),
  /** File with the private key. Default: what TOVPLAY_SSH_KEY_FILE names, else the agent's and the user's own keys. */
  identityFile: z.string().optional(),
});

/** Where an SSH server is, and how to log in there. */
export type Endpoint = z.infer<typeof endpointSchema>;

/** How a host is reached over SSH. */
export const connectionSchema = endpointSchema.extend({
  /** Another SSH server, through which it is reached; that one's user needs no rights there but to forward. */
  jump: endpointSchema.optional(),
});

/** How a host is reached over SSH. */
export type Connection = z.infer<typeof connectionSchema>;
