import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { buildOnDebian } from "../testing/images.ts";

/** A clock that containers use instead of the machine's. */
export interface WrongClock {
  /** Options of `docker run` that give a container this clock. */
  options: string[];
  /** Sets it off by so many days, at once and in every container that uses it. */
  jump(days: number): Promise<void>;
  remove(): Promise<void>;
}

const dockerfile = `
ARG BASE
FROM $BASE
RUN apt-get update && apt-get install -y --no-install-recommends libfaketime && rm -rf /var/lib/apt/lists/*
RUN cp /usr/lib/*/faketime/libfaketimeMT.so.1 /libfaketime.so
`;

/** Makes a clock that is right. It is preloaded into each process and leaves elapsed time alone, as a real jump does. */
export async function makeWrongClock(): Promise<WrongClock> {
  const folder = await mkdtemp(join(tmpdir(), "tovplay-clock-"));
  await chmod(folder, 0o755);
  await takeLibrary(join(folder, "libfaketime.so"));
  const jump = (days: number) => writeFile(join(folder, "offset"), `${days < 0 ? "" : "+"}${days}d\n`);
  await jump(0);
  const settings = {
    LD_PRELOAD: "/clock/libfaketime.so",
    FAKETIME_TIMESTAMP_FILE: "/clock/offset",
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    FAKETIME_DISABLE_SHM: "1",
  };
  return {
    options: [
      ...["--mount", `type=bind,source=${folder},target=/clock,readonly`],
      ...Object.entries(settings).map(([name, value]) => `--env=${name}=${value}`),
    ],
    jump,
    remove: () => rm(folder, { recursive: true }),
  };
}

async function takeLibrary(target: string): Promise<void> {
  const { stdout: container } = await execa("docker", ["create", await buildOnDebian(dockerfile)]);
  await execa("docker", ["cp", `${container}:/libfaketime.so`, target]);
  await execa("docker", ["rm", container]);
}
