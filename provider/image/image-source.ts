import type { Readable } from "node:stream";
import { execa } from "execa";
import type { Store } from "./host-state.ts";
import { isImageId } from "./inputs.ts";

/** An image in this machine's engine. */
export interface LocalImage {
  id: string;
  /** In Go's terms: `amd64`, `arm64`. */
  architecture: string;
  /** Diff IDs from the lowest layer up. */
  layers: string[];
  /** This machine's image store, which determines the meaning of the ID. */
  store: Store;
}

/** Where images come from. */
export interface ImageSource {
  /** Finds an image by ID, or by name and digest. @throws when there is none */
  find(image: string): Promise<LocalImage>;
  /** Passes the archive of an image, as written by `docker save`, to `read`. */
  save<T>(id: string, read: (archive: Readable) => Promise<T>): Promise<T>;
}

/** This machine's Docker engine; a missing image with name and digest is pulled. */
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
          `cannot pull ${image} (${lastLine(pulled.stderr)}); check that this machine can reach the registry`,
        );
      found = await inspect();
    }
    const [id = "", architecture = "", ...layers] = found.stdout.trim().split(" ");
    if (found.code !== 0 || !isImageId(id))
      throw new Error(
        `this machine's Docker engine does not have the image ${image} (${lastLine(found.stderr)}); run this again to build it, or load it`,
      );
    const { stdout: driver } = await docker("info", "--format", "{{json .DriverStatus}}");
    const store = driver.includes("io.containerd.snapshotter") ? "containerd" : "classic";
    return { id, architecture, layers, store };
  },
  async save(id, read) {
    const run = execa("docker", ["save", id], { stdin: "ignore", buffer: { stdout: false }, reject: false });
    // If the reader stops, docker would wait forever to write.
    const failed = (error: unknown) => {
      run.kill();
      return { error };
    };
    const [result, { exitCode, stderr }] = await Promise.all([read(run.stdout).then(done, failed), run]);
    if (exitCode !== undefined && exitCode !== 0)
      throw new Error(`docker save ${id} failed (${lastLine(stderr)}); check this machine's Docker engine`);
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
  return text.trim().split("\n").at(-1)?.trim().slice(0, 300) || "no error message";
}
