/**
 * What database host and backup host agree on for each environment: the name of its backups, and the port at which pgBackRest
 * answers for it on either host.
 */
export const backupEnvironments = {
  production: { stanza: "tovplay", port: 8432 },
  staging: { stanza: "tovplay-staging", port: 8433 },
} as const;
