import * as pulumi from "@pulumi/pulumi";
import type { DatabaseCredential } from "../infra/database/credentials.ts";
import type { Connection } from "../infra/host/connection.ts";
import { sentence } from "../infra/host/sentence.ts";

/** What the stack of the database host tells of one environment's cluster. */
export interface Cluster {
  /** How the host is reached over SSH. */
  connection: Connection;
  /** Address of the host, and its name in the certificate. */
  address: string;
  name: string;
  port: number;
  /** Name of the server's container there. */
  container: string;
  /** Which cluster it is: another one in its place is none of its backups. */
  systemIdentifier: string;
  /** Password of the role that may grant. */
  provisioner: string;
  logins: Record<string, DatabaseCredential>;
  /** SCRAM verifiers by role. */
  verifiers: Record<string, string>;
  /** Master key of the accounts in its database, in base64. */
  accountKeys: string;
}

/** Which cluster of which stack. */
export interface ClusterReference {
  stack: string;
  cluster: "production" | "staging";
  /** The stack, for a caller that needs several of its clusters. Default: a reference of its own. */
  reference?: pulumi.StackReference;
}

/** The stack of the database host. */
export function databaseStack(stack: string): pulumi.StackReference {
  return new pulumi.StackReference(stack, { name: deployedStack(stack) });
}

/**
 * The cluster that another stack has declared. Where it runs is no secret, and stays readable in previews.
 * @throws one sentence when that stack was not deployed yet
 */
export function deployedCluster({ stack, cluster, reference = databaseStack(stack) }: ClusterReference) {
  const all: pulumi.Output<Record<string, Cluster> | undefined> = reference.getOutput("clusters");
  const found = all.apply((clusters) => {
    const value = clusters?.[cluster];
    if (value) return value;
    throw sentence(
      `the stack ${stack} has no cluster ${cluster} yet; deploy it first (./tovrun deploy ${stack})`,
    );
  });
  return {
    connection: pulumi.unsecret(found.connection),
    address: pulumi.unsecret(found.address),
    name: pulumi.unsecret(found.name),
    port: pulumi.unsecret(found.port),
    container: pulumi.unsecret(found.container),
    systemIdentifier: pulumi.unsecret(found.systemIdentifier),
    /** For containers, which ask no name server for it. */
    addresses: pulumi.unsecret(found.apply(({ name: host, address }) => ({ [host]: address }))),
    provisioner: found.provisioner,
    accountKeys: found.accountKeys,
    /** What it takes to log in as a role; the password and the verifier are secret. */
    login: (role: string) => ({
      user: pulumi.output(role),
      password: found.apply(({ logins }) => logins[role]?.password ?? missing(stack, role)),
      verifier: found.apply(({ verifiers }) => verifiers[role] ?? missing(stack, role)),
    }),
  };
}

function missing(stack: string, role: string): never {
  throw sentence(`the stack ${stack} has no role ${role} yet; deploy it first (./tovrun deploy ${stack})`);
}

/** The full name of a stack that is there. Asked first, since a reference to none fails with the engine's words. */
async function deployedStack(stack: string): Promise<string> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  try {
    await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  } catch (error) {
    if (!/unknown stack/.test(String(error))) throw sentence(String(error));
    throw sentence(
      `the stack ${stack}, which has this stack's database, does not exist yet; deploy it first (./tovrun deploy ${stack})`,
    );
  }
  return name;
}
