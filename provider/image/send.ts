import { Transform } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { HostState } from "./host-state.ts";
import type { PieceCache } from "./piece-cache.ts";
import { offsetOf, type Piece } from "./plan.ts";
import { type imageScripts, sentence } from "./scripts.ts";

/** What sending works with. */
export interface Sending {
  host: string;
  scripts: ReturnType<typeof imageScripts>;
  cache: PieceCache;
  /** Asks the host anew what it holds. */
  survey(): Promise<HostState>;
  /** Told of every chunk that leaves. */
  onBytes(bytes: number): void;
  /** Milliseconds to wait after the first cut, twice as many after the second. */
  pause: number;
}

/** Cuts and damages that one piece may meet before it is given up. */
const patience = 3;

/** Exit codes of `image-receive.sh`. */
const received = { whole: 0, short: 3, damaged: 4, cut: 5 };

/** Sends one piece from where an earlier attempt ended, until the host has verified it. @throws one sentence */
export async function sendPiece(piece: Piece, held: HostState, sending: Sending): Promise<void> {
  let offset: number | undefined = offsetOf(piece, held.parts);
  for (let attempt = 1; offset !== undefined; attempt++) {
    const end = await sendFrom(piece, offset, sending).catch((error: unknown) => ({ error }));
    if ("code" in end && end.code === received.whole) return;
    if ("code" in end && !Object.values(received).includes(end.code))
      throw new Error(sentence(sending.host, end));
    if (attempt === patience) throw givenUp(piece, end, sending.host);
    offset = await nextOffset(piece, end, attempt, sending);
  }
}

/** Where to go on after a failure; undefined when the host has the piece after all. */
async function nextOffset(
  piece: Piece,
  end: { code: number } | { error: unknown },
  attempt: number,
  { cache, pause, survey }: Sending,
): Promise<number | undefined> {
  if ("code" in end && end.code === received.damaged) {
    await refuseUnsound(piece, cache);
    return 0;
  }
  await setTimeout(pause * attempt);
  const state = await survey();
  return state.pieces.has(piece.digest) ? undefined : offsetOf(piece, state.parts);
}

async function sendFrom(piece: Piece, offset: number, { scripts, cache, onBytes }: Sending) {
  const file = await cache.open(piece.digest, offset);
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, pass) {
      onBytes(chunk.length);
      pass(null, chunk);
    },
  });
  file.on("error", (error) => counted.destroy(error));
  try {
    return await scripts.ask("receive", {
      environment: { DIGEST: piece.digest, OFFSET: String(offset), SIZE: String(piece.compressed) },
      stdin: file.pipe(counted),
    });
  } finally {
    file.destroy();
  }
}

async function refuseUnsound({ digest }: Piece, cache: PieceCache): Promise<void> {
  if (await cache.sound(digest)) return;
  throw new Error(
    `the file of layer ${digest.slice(0, 12)} in this machine's cache was damaged and is removed; run this again`,
  );
}

function givenUp({ digest }: Piece, end: { code: number } | { error: unknown }, host: string): Error {
  const layer = `layer ${digest.slice(0, 12)}`;
  if ("error" in end) {
    const said = end.error instanceof Error ? end.error.message : String(end.error);
    return new Error(`${said} (${layer} goes on where it was cut)`, { cause: end.error });
  }
  if (end.code === received.damaged)
    return new Error(
      `${layer} arrives damaged at ${host} again and again; check the disk and memory of that host`,
    );
  return new Error(
    `${layer} was cut off ${patience} times on its way to ${host}; run this again, it goes on from there`,
  );
}
