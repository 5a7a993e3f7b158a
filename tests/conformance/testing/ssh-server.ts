import { randomUUID } from "node:crypto";
import { execa } from "execa";
import { buildOnDebian } from "./images.ts";
import { until } from "./until.ts";

/** A host with OpenSSH in a container of its own, reachable on loopback. */
export interface SshServer {
  port: number;
  /** Private key that root signs in with. */
  privateKey: string;
  /** The host's public key. */
  hostKey: string;
  /** Runs a command on the host, bypassing SSH. */
  shell(command: string): Promise<string>;
  stop(): Promise<void>;
}

const dockerfile = `
ARG BASE
FROM $BASE
RUN apt-get update && apt-get install -y --no-install-recommends openssh-server && rm -rf /var/lib/apt/lists/*
RUN mkdir -p /run/sshd /root/.ssh && ssh-keygen -A
`;

const start = `ssh-keygen -q -t ed25519 -N '' -f /root/key &&
cp /root/key.pub /root/.ssh/authorized_keys &&
exec /usr/sbin/sshd -D -e -o 'AcceptEnv GREETING PULUMI_COMMAND_*'`;

/** Builds the host's image unless Docker has it, starts it and waits until it listens. */
export async function startSshServer(): Promise<SshServer> {
  const image = process.env.TOVPLAY_TEST_SSHD_IMAGE ?? (await buildOnDebian(dockerfile));
  const name = `scratch-conformance-ssh-${randomUUID().slice(0, 8)}`;
  const run = ["run", "--detach", "--rm", "--init", "--name", name, "--publish", "127.0.0.1::22"];
  await execa("docker", [...run, image, "sh", "-c", start]);
  const shell = async (command: string) =>
    (await execa("docker", ["exec", name, "sh", "-c", command])).stdout;
  const published = await execa("docker", ["port", name, "22/tcp"]);
  const listening = "test -s /root/.ssh/authorized_keys && grep -q ':0016 ' /proc/net/tcp";
  await until("sshd listens", () => shell(listening));
  return {
    port: Number(published.stdout.split("\n")[0]?.split(":").at(-1)),
    privateKey: `${await shell("cat /root/key")}\n`,
    hostKey: await shell("cat /etc/ssh/ssh_host_ed25519_key.pub"),
    shell,
    stop: async () => void (await execa("docker", ["rm", "--force", name])),
  };
}
