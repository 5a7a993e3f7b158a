import { Transform } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { HostState } from "./host-state.ts";
import type { PieceCache } from "./piece-cache.ts";
import { offsetOf, type Piece } from "./plan.ts";
import { type imageScripts, sentence } from "./scripts.ts";

/** What sending needs. */
export interface Sending {
  host: string;
  scripts: ReturnType<typeof imageScripts>;
  cache: PieceCache;
  /** Reads the host's state again. */
  survey(): Promise<HostState>;
  /** Called for every chunk sent. */
  onBytes(bytes: number): void;
  /** Milliseconds to wait after the first lost connection, twice as many after the second. */
  pause: number;
}

/** Number of attempts to send one piece. */
const maximumAttempts = 3;

/** Exit codes of `image-receive.sh`. */
const received = { whole: 0, short: 3, damaged: 4, cut: 5 };

/** Sends one piece, resuming an earlier attempt, until the host has verified it. */
export async function sendPiece(piece: Piece, held: HostState, sending: Sending): Promise<void> {
  let offset: number | undefined = offsetOf(piece, held.parts);
  for (let attempt = 1; offset !== undefined; attempt++) {
    const end = await sendFrom(piece, offset, sending).catch((error: unknown) => ({ error }));
    if ("code" in end && end.code === received.whole) return;
    if ("code" in end && !Object.values(received).includes(end.code))
      throw new Error(sentence(sending.host, end));
    if (attempt === maximumAttempts) throw givenUp(piece, end, sending.host);
    offset = await nextOffset(piece, end, attempt, sending);
  }
}

/** Where to resume after a failure; undefined when the host has the piece after all. */
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
    `the file of layer ${digest.slice(0, 12)} in this machine's cache was damaged and has been removed; run this again`,
  );
}

function givenUp({ digest }: Piece, end: { code: number } | { error: unknown }, host: string): Error {
  const layer = `layer ${digest.slice(0, 12)}`;
  if ("error" in end) {
    const said = end.error instanceof Error ? end.error.message : String(end.error);
    return new Error(`${said} (${layer} resumes at the same position when you run this again)`, {
      cause: end.error,
    });
  }
  if (end.code === received.damaged)
    return new Error(`${layer} keeps arriving damaged at ${host}; check that host's disk and memory`);
  return new Error(
    `the transfer of ${layer} to ${host} was interrupted ${maximumAttempts} times; run this again to resume it`,
  );
}
