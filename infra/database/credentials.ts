import * as pulumi from "@pulumi/pulumi";
import type { DatabaseAccess } from "./access.ts";

/** Where a role logs in. */
export interface DatabaseAddress {
  host: string;
  port: number;
}

/** What a person or a program needs to log in as a role. */
export interface DatabaseCredential extends DatabaseAddress {
  user: string;
  password: string;
  database: string;
}

/**
 * Credentials of every role that can log in, by role; secret.
 * @param addressOf where a role logs in: the application at the pooler, all others at the server
 */
export function databaseCredentials(
  access: DatabaseAccess,
  addressOf: (role: string) => DatabaseAddress,
): pulumi.Output<Record<string, DatabaseCredential>> {
  const entries = [...access.passwords].map(([role, password]) =>
    pulumi.all([password.value, access.database.name]).apply(([value, database]) => {
      const credential: DatabaseCredential = { user: role, password: value, database, ...addressOf(role) };
      return [role, credential] as const;
    }),
  );
  return pulumi.secret(pulumi.all(entries).apply((all) => Object.fromEntries(all)));
}

/** SCRAM verifiers by role, for a pooler on another host; secret. */
export function databaseVerifiers(access: DatabaseAccess): pulumi.Output<Record<string, string>> {
  const entries = [...access.passwords].map(([role, { verifier }]) => [role, verifier] as const);
  return pulumi.secret(pulumi.output(Object.fromEntries(entries)));
}
