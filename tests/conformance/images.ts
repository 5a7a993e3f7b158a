import { execa } from "execa";

/** A base image as the toolchain built it here, or else the official one. */
export async function baseImage(name: string, official: string): Promise<string> {
  const built = await execa("docker", ["images", "--quiet", `tovplay-base/${name}`]);
  return built.stdout.split("\n")[0] || official;
}
