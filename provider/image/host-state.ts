/** The engine's image store: its own layer store, or containerd's, which uses different digests. */
export type Store = "classic" | "containerd";

/** Free space of a file system. */
export interface Space {
  /** Mount point. */
  mount: string;
  bytes: number;
}

/** State of a host, as printed by `image-survey.sh`. */
export interface HostState {
  version: string;
  /** In Go's terms: `amd64`, `arm64`. */
  architecture: string;
  store: Store;
  /** Space for transferred files. */
  transferSpace: Space;
  /** Space for the engine's images. */
  engineSpace: Space;
  /** Layers of every image, from the lowest up, by diff ID. */
  chains: string[][];
  /** Digests, without `sha256:`, of the files in containerd's store. */
  blobs: Set<string>;
  /** Completely transferred and verified files: digest to size. */
  pieces: Map<string, number>;
  /** Incompletely transferred files: digest to size. */
  parts: Map<string, number>;
}

/** Result of a survey; if the image is already present, nothing else is needed. */
export type Survey = { present: { id: string; layers: number } } | { state: HostState };

/** @throws when the lines are not those of `image-survey.sh` */
export function readSurvey(printed: string): Survey {
  const lines = printed.split("\n").map((line) => line.trim().split(/\s+/));
  const rest = (word: string) => lines.filter(([first]) => first === word).map(([, ...values]) => values);
  const [present] = rest("image");
  if (present?.[0]) return { present: { id: present[0], layers: Number(present[1]) } };
  const [version, architecture, store] = rest("engine")[0] ?? [];
  if (!version || !architecture || (store !== "classic" && store !== "containerd"))
    throw new Error(`image-survey.sh printed unexpected output: ${JSON.stringify(printed.slice(0, 80))}`);
  const spaces = new Map(
    rest("space").map(([what, mount = "", bytes]) => [what, { mount, bytes: Number(bytes) }]),
  );
  const none: Space = { mount: "", bytes: 0 };
  const sizes = (word: string) =>
    new Map(rest(word).map(([digest = "", bytes]) => [digest, Number(bytes)] as const));
  return {
    state: {
      version,
      architecture,
      store,
      transferSpace: spaces.get("transfer") ?? none,
      engineSpace: spaces.get("engine") ?? none,
      chains: rest("layers"),
      blobs: new Set(rest("blob").flat()),
      pieces: sizes("gz"),
      parts: sizes("part"),
    },
  };
}
