import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { execa } from "execa";
import type { Connection } from "../../../provider/ssh/connection.ts";
import { buildOnDebian } from "../testing/images.ts";
import { until } from "../testing/until.ts";

/** One kind of SSH setup. */
export interface SshVariety {
  /** Login shell of the user `admin`. */
  shell?: string;
  /** What `admin` may do as another user. */
  sudo?: string;
  /** What the login shell prints before anything else. */
  greeting?: string;
  /** Options of sshd, as in `Port=2222`. */
  sshd?: string[];
  /** Port on which it listens. */
  port?: number;
  /** Where it listens on this machine's own network, instead of a network of its own. */
  listen?: string;
  /** Options of `docker run`. */
  run?: string[];
  /** Folder in it with the host's key. */
  seed?: string;
}

/** An SSH host of a test. */
export interface SshHost {
  /** How `admin` logs in. */
  connection: Connection;
  container: string;
  /** Port on which it listens at its own loopback. */
  port: number;
  /** Its address in the network that the hosts have in common. */
  address: string;
  stop(): Promise<void>;
}

const dockerfile = `
ARG BASE
FROM $BASE
RUN apt-get update && apt-get install -y --no-install-recommends openssh-server sudo fish csh tcsh docker-cli \\
  && rm -rf /var/lib/apt/lists/*
RUN mkdir -p /run/sshd && ssh-keygen -A
`;

const script = readFileSync(new URL("ssh-host.sh", import.meta.url), "utf8");

/** Builds the image of all hosts unless Docker has it. */
export const sshHostImage = (): Promise<string> => buildOnDebian(dockerfile);

/** Starts a host in a container of its own, and waits until it listens. @param key public key that logs in */
export async function startSshHost(image: string, key: string, variety: SshVariety = {}): Promise<SshHost> {
  const { shell = "/bin/bash", sudo = "NOPASSWD: ALL", greeting = "", seed = "" } = variety;
  const { port = 22, listen, sshd = [], run = [] } = variety;
  const name = `scratch-ssh-${randomUUID().slice(0, 8)}`;
  const settings = { LOGIN_SHELL: shell, SUDO: sudo, GREETING: greeting, SEED: seed, AUTHORIZED_KEY: key };
  const reach = listen ? ["--network", "host"] : ["--publish", `127.0.0.1::${port}`];
  const options = [
    `Port=${port}`,
    ...(listen ? [`ListenAddress=${listen}`, "ListenAddress=127.0.0.1"] : []),
    ...sshd,
  ];
  await execa("docker", [
    ...["run", "--detach", "--init", "--name", name, ...reach, ...run],
    ...["--volume", "/var/run/docker.sock:/var/run/docker.sock"],
    ...Object.entries(settings).flatMap(([setting, value]) => ["--env", `${setting}=${value}`]),
    ...[image, "sh", "-c", script, "sh", ...options.flatMap((option) => ["-o", option])],
  ]);
  const docker = async (...args: string[]) => (await execa("docker", args)).stdout;
  await until("sshd listens", async () => {
    const { stderr } = await execa("docker", ["logs", name]);
    if (!stderr.includes("Server listening")) throw new Error(stderr);
  });
  const published = listen ? `:${port}` : await docker("port", name, `${port}/tcp`);
  const hostKey = await docker("exec", name, "cut", "-d ", "-f1,2", "/etc/ssh/ssh_host_ed25519_key.pub");
  return {
    connection: {
      host: listen ?? "127.0.0.1",
      port: Number(published.split("\n")[0]?.split(":").at(-1)),
      user: "admin",
      hostKey,
    },
    container: name,
    port,
    address: await docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", name),
    stop: async () => void (await execa("docker", ["rm", "--force", name])),
  };
}
