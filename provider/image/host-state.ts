/** How the engine keeps images: in its own layer store, or in containerd's, which knows images and files by other digests. */
export type Store = "classic" | "containerd";

/** Free space of a file system. */
export interface Space {
  /** Where it is mounted. */
  mount: string;
  bytes: number;
}

/** What a host has, by what `image-survey.sh` prints. */
export interface HostState {
  version: string;
  /** In Go's terms: `amd64`, `arm64`. */
  architecture: string;
  store: Store;
  /** Where transferred files are collected. */
  transferSpace: Space;
  /** Where the engine keeps images. */
  engineSpace: Space;
  /** Layers of every image, from the lowest up, by diff ID. */
  chains: string[][];
  /** Digests, without `sha256:`, of the files in containerd's store. */
  blobs: Set<string>;
  /** Transferred before: digest to bytes of a file that is whole and verified. */
  pieces: Map<string, number>;
  /** Transferred before: digest to bytes of a file that is not whole. */
  parts: Map<string, number>;
}

/** An image that is on the host already needs no more to be known. */
export type Survey = { present: { id: string; layers: number } } | { state: HostState };

/** @throws when the lines are not those of `image-survey.sh` */
export function readSurvey(printed: string): Survey {
  const lines = printed.split("\n").map((line) => line.trim().split(/\s+/));
  const rest = (word: string) => lines.filter(([first]) => first === word).map(([, ...values]) => values);
  const [present] = rest("image");
  if (present?.[0]) return { present: { id: present[0], layers: Number(present[1]) } };
  const [version, architecture, store] = rest("engine")[0] ?? [];
  if (!version || !architecture || (store !== "classic" && store !== "containerd"))
    throw new Error(`the survey of images printed ${JSON.stringify(printed.slice(0, 80))}; run it by hand`);
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
