import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { s3Arguments } from "../../../lab/s3.ts";
import { ensureS3Settings, type S3Settings } from "../../../lab/s3-settings.ts";
import { baseImage } from "../testing/images.ts";

/** How a store fails: it refuses every request, is slow, is stopped, or accepts connections and never answers. */
export type Fault = "errors" | "slow" | "gone" | "silent";

/** The lab's stand-in for S3 in a container of a test. */
export interface S3Container {
  name: string;
  settings: S3Settings;
  /** Makes it fail in this way, or work again. */
  fault(kind?: Fault): Promise<void>;
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
    fault: faultSetter(name, join(folder, "fault")),
    async stop() {
      await execa("docker", ["rm", "--force", name]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The stand-in reads the first two faults from a file; the others are done to its container. */
function faultSetter(name: string, file: string): S3Container["fault"] {
  const docker = (command: string) => execa("docker", [command, name]);
  const faults: Record<Fault, { begin: () => unknown; end: () => unknown }> = {
    errors: { begin: () => writeFileSync(file, "errors"), end: () => rmSync(file) },
    slow: { begin: () => writeFileSync(file, "slow"), end: () => rmSync(file) },
    gone: { begin: () => docker("stop"), end: () => docker("start") },
    silent: { begin: () => docker("pause"), end: () => docker("unpause") },
  };
  let current: Fault | undefined;
  return async (kind) => {
    if (current) await faults[current].end();
    if (kind) await faults[kind].begin();
    current = kind;
  };
}
