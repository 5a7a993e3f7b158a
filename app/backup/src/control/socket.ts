/** Where the service is asked for runs: by whoever may run a program in its container, and nobody else. */
export const controlSocket = "/tmp/tovplay-backup.sock";
