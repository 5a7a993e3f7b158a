import type { Readable } from "node:stream";
import { execa } from "execa";
import type { Store } from "./host-state.ts";
import { isImageId } from "./inputs.ts";

/** An image of this machine's engine. */
export interface LocalImage {
  id: string;
  /** In Go's terms: `amd64`, `arm64`. */
  architecture: string;
  /** Diff IDs from the lowest layer up. */
  layers: string[];
  /** How this machine's engine keeps it: decides what its ID means. */
  store: Store;
}

/** Where images come from. */
export interface ImageSource {
  /** Finds an image by ID, or by name and digest. @throws one sentence when there is none */
  find(image: string): Promise<LocalImage>;
  /** Hands the archive of an image, as `docker save` writes it, to `read`. */
  save<T>(id: string, read: (archive: Readable) => Promise<T>): Promise<T>;
}

/** This machine's Docker engine; what it does not have by name and digest is pulled. */
export const localEngine: ImageSource = {
  async find(image) {
    const inspect = async () =>
      docker(
        "image",
        "inspect",
        "--format",
        "{{.Id}} {{.Architecture}}{{range .RootFS.Layers}} {{.}}{{end}}",
        image,
      );
    let found = await inspect();
    if (found.code !== 0 && !isImageId(image)) {
      const pulled = await docker("pull", "--quiet", image);
      if (pulled.code !== 0)
        throw new Error(
          `${image} is not on this machine and cannot be pulled (${lastLine(pulled.stderr)}); see that the registry is reachable from here`,
        );
      found = await inspect();
    }
    const [id = "", architecture = "", ...layers] = found.stdout.trim().split(" ");
    if (found.code !== 0 || !isImageId(id))
      throw new Error(
        `this machine's Docker engine has no image ${image} (${lastLine(found.stderr)}); run this again to build it, or load it`,
      );
    const { stdout: driver } = await docker("info", "--format", "{{json .DriverStatus}}");
    const store = driver.includes("io.containerd.snapshotter") ? "containerd" : "classic";
    return { id, architecture, layers, store };
  },
  async save(id, read) {
    const run = execa("docker", ["save", id], { stdin: "ignore", buffer: { stdout: false }, reject: false });
    // A reader that gives up leaves a program that waits for ever to write.
    const failed = (error: unknown) => {
      run.kill();
      return { error };
    };
    const [result, { exitCode, stderr }] = await Promise.all([read(run.stdout).then(done, failed), run]);
    if (exitCode !== undefined && exitCode !== 0)
      throw new Error(
        `docker save ${id} failed (${lastLine(stderr)}); see that this machine's engine is well`,
      );
    if ("error" in result) throw result.error;
    return result.value;
  },
};

async function docker(...args: string[]) {
  const { exitCode, stdout, stderr } = await execa("docker", args, { stdin: "ignore", reject: false });
  return { code: exitCode ?? 127, stdout, stderr: stderr ?? "" };
}

const done = <T>(value: T) => ({ value });

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim().slice(0, 300) || "it said nothing";
}
