import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import lockfile from "proper-lockfile";

/** A base image as the toolchain built it here, or else the official one. */
export async function baseImage(name: string, official: string): Promise<string> {
  const built = await execa("docker", ["images", "--quiet", `tovplay-base/${name}`]);
  return built.stdout.split("\n")[0] || official;
}

/** Builds an image on Debian's, unless Docker has it. @param dockerfile begins with `ARG BASE` and `FROM $BASE` */
export async function buildOnDebian(dockerfile: string): Promise<string> {
  const base = await baseImage("debian", "debian:trixie-slim");
  const args = ["build", "--quiet", "--network", "host", "--build-arg", `BASE=${base}`, "-"];
  const release = await takeTurn(dockerfile);
  try {
    const built = await execa("docker", args, { input: dockerfile, env: { DOCKER_BUILDKIT: "0" } });
    return built.stdout.trim();
  } finally {
    await release();
  }
}

/** Waits until no other file of tests builds the same image: the first leaves it to the others. */
function takeTurn(dockerfile: string): Promise<() => Promise<void>> {
  const hash = createHash("sha256").update(dockerfile).digest("hex").slice(0, 16);
  const retries = { retries: 600, factor: 1, minTimeout: 500 };
  return lockfile.lock(join(tmpdir(), `tovplay-build-${hash}`), { realpath: false, stale: 30_000, retries });
}
