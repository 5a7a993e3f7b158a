/** Where an SSH server is, and how to log in there. */
export interface Endpoint {
  /** Address or name of the host. Changing it creates everything again on the other host. */
  host: string;
  /** Default: 22. */
  port: number;
  /** Whom to log in as: root, or a user who may use sudo without a password. */
  user: string;
  /** Public key of the host, `TYPE BASE64`; any other one is refused. */
  hostKey: string;
  /** File with the private key on the machine that deploys. Default: the agent's keys, or what TOVPLAY_SSH_KEY_FILE names. */
  identityFile?: string;
}

/** How a host is reached over SSH; see `provider/ssh/connection.ts`, which checks it. */
export interface Connection extends Endpoint {
  /** Another SSH server, through which it is reached. Changing it changes nothing on the host. */
  jump?: Endpoint;
}
