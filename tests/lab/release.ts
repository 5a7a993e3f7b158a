import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { docker, tovrun } from "../stack/tovrun.ts";

const launcher = fileURLToPath(new URL("../../tovrun", import.meta.url));
const deployment = ["deploy", "lab-staging", "--yes"];

/** What a host records of a release. */
export interface Release {
  settings: Record<string, unknown>;
  images: Record<string, string>;
  appImages: { backend: string; frontend: string };
}

interface HistoryLine {
  result: string;
  actor: string;
  release?: Release;
}

/** The deployments of lab-staging, the oldest first. */
export async function history(): Promise<HistoryLine[]> {
  return JSON.parse((await tovrun("history", "lab-staging", "--json")).stdout);
}

/** The release that was deployed last. */
export async function lastRelease(): Promise<Release> {
  const release = (await history()).findLast(({ result }) => result === "done")?.release;
  if (!release) throw new Error("the history of lab-staging contains no release");
  return release;
}

/** Another image with the same behaviour, as a change to the backend would build. */
export async function anotherImage(image: string): Promise<string> {
  const container = await docker("create", image);
  try {
    return await docker("commit", "--change", "LABEL org.tovplay.trial=yes", container);
  } finally {
    await docker("rm", container);
  }
}

/** Deploys a release to lab-staging instead of what the checkout contains; a failure is returned, not thrown. */
export async function deployRelease(release: Release) {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-lab-"));
  const file = join(folder, "release.json");
  writeFileSync(file, JSON.stringify(release));
  try {
    const env = { TOVPLAY_RELEASE_FILE: file };
    return await execa(launcher, deployment, { env, reject: false, stdin: "ignore" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
