import { execa } from "execa";

/** A base image as the toolchain built it here, or else the official one. */
export async function baseImage(name: string, official: string): Promise<string> {
  const built = await execa("docker", ["images", "--quiet", `tovplay-base/${name}`]);
  return built.stdout.split("\n")[0] || official;
}

/** Builds an image on Debian's, unless Docker has it. @param dockerfile begins with `ARG BASE` and `FROM $BASE` */
export async function buildOnDebian(dockerfile: string): Promise<string> {
  const base = await baseImage("debian", "debian:trixie-slim");
  const args = ["build", "--quiet", "--network", "host", "--build-arg", `BASE=${base}`, "-"];
  const built = await execa("docker", args, { input: dockerfile, env: { DOCKER_BUILDKIT: "0" } });
  return built.stdout.trim();
}
