import type { HostState, Space } from "./host-state.ts";
import { megabytes } from "./megabytes.ts";

/**
 * How many of an image's layers a host has, from the lowest up. The engine knows a layer by all those below it, so one counts only
 * where the whole pile under it is the same.
 */
export function sharedLayers(layers: readonly string[], chains: readonly (readonly string[])[]): number {
  const shared = chains.map((chain) => {
    const end = layers.findIndex((layer, at) => chain[at] !== layer);
    return end === -1 ? layers.length : end;
  });
  return Math.max(0, ...shared);
}

/** A file to be transferred: it is sent compressed. */
export interface Piece {
  /** SHA-256 of its content, in hexadecimal. */
  digest: string;
  /** Bytes of its content. */
  bytes: number;
  /** Bytes as it is sent. */
  compressed: number;
}

/** Where sending a piece begins: what a host has of it is not sent again, unless it cannot be of this piece. */
export function offsetOf({ digest, compressed }: Piece, parts: ReadonlyMap<string, number>): number {
  const held = parts.get(digest) ?? 0;
  return held < compressed ? held : 0;
}

/** Pieces that have to be sent: those the host holds whole and verified are not. */
export function unsent(pieces: readonly Piece[], state: HostState): Piece[] {
  return pieces.filter(({ digest, compressed }) => state.pieces.get(digest) !== compressed);
}

/** Kept free for everything else that runs on the host. */
const reserve = 64_000_000;

/** What the host's disks lack for the pieces, as half a sentence; nothing when they have room. */
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
    // For containerd's store they are unpacked beside it first.
    { space: state.transferSpace, bytes: arriving + (containerd ? content : 0) },
    // The engine copies the archive before it makes layers of it, and containerd's store keeps the packed ones too.
    { space: state.engineSpace, bytes: content + (containerd ? content : compressed) },
  ];
  const mounts = new Map<string, { free: number; needed: number }>();
  for (const { space, bytes } of needs) {
    const { needed = 0 } = mounts.get(space.mount) ?? {};
    mounts.set(space.mount, { free: space.bytes, needed: needed + bytes });
  }
  for (const [mount, { free, needed }] of mounts) {
    if (needed + reserve > free)
      return `${mount} has ${megabytes(free)} free and ${megabytes(needed + reserve)} are needed`;
  }
  return undefined;
}
