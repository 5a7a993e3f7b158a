import { z } from "zod";

/** How a host is reached over SSH. */
export const connectionSchema = z.object({
  /** Address or name of the host. */
  host: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.:-]*$/, "is no address"),
  port: z.number().int().min(1).max(65535),
  /** Whom to log in as: root, or a user who may use sudo without a password. */
  user: z.string().regex(/^[a-z_][a-z0-9_-]*$/, "is no user's name"),
  /** Public key of the host, `TYPE BASE64`; any other one is refused. */
  hostKey: z.string().regex(/^(ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]+=*$/, "is no public key of a host"),
  /** File with the private key. Default: what TOVPLAY_SSH_KEY_FILE names, else the agent's and the user's own keys. */
  identityFile: z.string().optional(),
});

/** How a host is reached over SSH. */
export type Connection = z.infer<typeof connectionSchema>;
