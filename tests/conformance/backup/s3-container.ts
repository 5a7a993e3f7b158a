import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { s3Arguments } from "../../../lab/s3.ts";
import { ensureS3Settings, type S3Settings } from "../../../lab/s3-settings.ts";
import { baseImage } from "../testing/images.ts";

/** A store refuses everything; is slow; is not there; or takes connections and never answers. */
export type Trouble = "errors" | "slow" | "gone" | "silent";

/** The lab's stand-in for S3 in a container of a test. */
export interface S3Container {
  name: string;
  settings: S3Settings;
  /** Lets it have a trouble, or none. */
  trouble(kind?: Trouble): Promise<void>;
  stop(): Promise<void>;
}

/** Where it listens, options of `docker run` that say how it is reached, and files beside its settings. */
interface Place {
  port: number;
  reach: string[];
  files?: Record<string, string>;
}

/** Starts it. @param program the stand-in, compiled */
export async function startS3(program: string, { port, reach, files = {} }: Place): Promise<S3Container> {
  const name = `scratch-conformance-store-${randomUUID().slice(0, 8)}`;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const settings = ensureS3Settings(folder, port);
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(folder, file), content, { mode: 0o600 });
  }
  const image = await baseImage("debian", "debian:trixie-slim");
  await execa("docker", s3Arguments({ name, image, program, folder, reach, mark: "none" }));
  return {
    name,
    settings,
    trouble: troubleMaker(name, join(folder, "trouble")),
    async stop() {
      await execa("docker", ["rm", "--force", name]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The first two troubles are the stand-in's own, by a file that it reads; the others befall its container. */
function troubleMaker(name: string, file: string): S3Container["trouble"] {
  const docker = (command: string) => execa("docker", [command, name]);
  const troubles: Record<Trouble, { begin: () => unknown; end: () => unknown }> = {
    errors: { begin: () => writeFileSync(file, "errors"), end: () => rmSync(file) },
    slow: { begin: () => writeFileSync(file, "slow"), end: () => rmSync(file) },
    gone: { begin: () => docker("stop"), end: () => docker("start") },
    silent: { begin: () => docker("pause"), end: () => docker("unpause") },
  };
  let current: Trouble | undefined;
  return async (kind) => {
    if (current) await troubles[current].end();
    if (kind) await troubles[kind].begin();
    current = kind;
  };
}
