import { readFileSync } from "node:fs";
import { execa } from "execa";
import { z } from "zod";
import type { Link } from "./link.ts";

/** Folder on a test host for what the other tools need. */
export const folder = "/var/lib/bench";

/** Debian packages, and the program from each that the other tools need on a host. */
const programs = {
  "docker-compose": "usr/libexec/docker/cli-plugins/docker-compose",
  "docker-registry": "usr/bin/docker-registry",
};

export const compose = `${folder}/${programs["docker-compose"]}`;
export const registry = `${folder}/${programs["docker-registry"]}`;

/** Copies Docker Compose and a registry from Debian packages to the host, without installing the packages. */
export async function bringPrograms(
  link: Link,
  { TOVPLAY_IMAGES_FILE: images = "" }: NodeJS.ProcessEnv,
): Promise<void> {
  const { debian } = z.object({ debian: z.string() }).parse(JSON.parse(readFileSync(images, "utf8")));
  const script = [
    "cd /tmp && apt-get -qq update >&2",
    `apt-get -qq -o APT::Sandbox::User=root download ${Object.keys(programs).join(" ")} >&2`,
    "for package in *.deb; do dpkg-deb -x $package out; done",
    `tar -C out -c ${Object.values(programs).join(" ")}`,
  ].join(" && ");
  const args = ["run", "--rm", "--network", "host", debian, "sh", "-c", script];
  const { stdout } = await execa("docker", args, { encoding: "buffer" });
  await link.run(`mkdir -p ${folder} && tar -C ${folder} -x`, stdout);
}

/** Removes everything that the comparison left on the host. */
export async function removePrograms(link: Link): Promise<void> {
  await link.run(`rm -rf ${folder}`);
}
