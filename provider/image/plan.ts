import type { HostState, Space } from "./host-state.ts";
import { megabytes } from "./megabytes.ts";

/**
 * How many of an image's layers a host has, from the lowest up. The engine identifies a layer by all layers below it, so it counts only
 * if all of them are the same.
 */
export function sharedLayers(layers: readonly string[], chains: readonly (readonly string[])[]): number {
  const shared = chains.map((chain) => {
    const end = layers.findIndex((layer, at) => chain[at] !== layer);
    return end === -1 ? layers.length : end;
  });
  return Math.max(0, ...shared);
}

/** A file to transfer, which is sent compressed. */
export interface Piece {
  /** SHA-256 of its content, in hexadecimal. */
  digest: string;
  /** Size of its content, in bytes. */
  bytes: number;
  /** Compressed size, in bytes. */
  compressed: number;
}

/** Where sending starts: after the part that the host has, unless that part is too long. */
export function offsetOf({ digest, compressed }: Piece, parts: ReadonlyMap<string, number>): number {
  const held = parts.get(digest) ?? 0;
  return held < compressed ? held : 0;
}

/** Pieces still to send: those that the host does not have completely. */
export function unsent(pieces: readonly Piece[], state: HostState): Piece[] {
  return pieces.filter(({ digest, compressed }) => state.pieces.get(digest) !== compressed);
}

/** Space to keep free for other programs on the host. */
const reserve = 64_000_000;

/** Describes which disk of the host is too small; undefined when there is enough space. */
export function lackOfSpace(pieces: readonly Piece[], state: HostState): string | undefined {
  const total = (of: (piece: Piece) => number) => pieces.reduce((sum, piece) => sum + of(piece), 0);
  const content = total(({ bytes }) => bytes);
  const compressed = total((piece) => piece.compressed);
  const arriving = unsent(pieces, state).reduce(
    (sum, piece) => sum + piece.compressed - offsetOf(piece, state.parts),
    0,
  );
  const containerd = state.store === "containerd";
  const needs: { space: Space; bytes: number }[] = [
    // For containerd's store they are first unpacked there.
    { space: state.transferSpace, bytes: arriving + (containerd ? content : 0) },
    // The engine copies the archive before it creates layers, and containerd's store also keeps the compressed ones.
    { space: state.engineSpace, bytes: content + (containerd ? content : compressed) },
  ];
  const mounts = new Map<string, { free: number; needed: number }>();
  for (const { space, bytes } of needs) {
    const { needed = 0 } = mounts.get(space.mount) ?? {};
    mounts.set(space.mount, { free: space.bytes, needed: needed + bytes });
  }
  for (const [mount, { free, needed }] of mounts) {
    if (needed + reserve > free)
      return `${mount} has ${megabytes(free)} free but needs ${megabytes(needed + reserve)}`;
  }
  return undefined;
}
