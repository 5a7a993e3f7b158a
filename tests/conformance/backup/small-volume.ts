import { execa } from "execa";
import { baseImage } from "../testing/images.ts";

/** Makes a volume of limited size in memory; its content lasts only while a container that mounts it runs. */
export async function makeSmallVolume(name: string, mebibytes: number): Promise<void> {
  const options = ["type=tmpfs", "device=tmpfs", `o=size=${mebibytes}m,uid=999,gid=999,mode=0700`];
  const given = options.flatMap((option) => ["--opt", option]);
  await execa("docker", ["volume", "create", ...given, name]);
}

/** Runs a shell script in a volume, as its owner. */
export async function onVolume(volume: string, script: string): Promise<string> {
  const place = ["--user", "999:999", "--volume", `${volume}:/volume`, "--workdir", "/volume"];
  const run = ["run", "--rm", "--network", "none", ...place, "--entrypoint", "sh"];
  return (await execa("docker", [...run, await baseImage("postgres", "postgres:17"), "-euc", script])).stdout;
}
