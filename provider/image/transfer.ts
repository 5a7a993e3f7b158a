import type { HostShell } from "../host-shell.ts";
import type { Report } from "../kind.ts";
import { packed, readArchive } from "./archive.ts";
import { contentFor } from "./content.ts";
import type { Delivered } from "./delivered.ts";
import { type HostState, readSurvey } from "./host-state.ts";
import type { ImageSource, LocalImage } from "./image-source.ts";
import { type ImageInputs, namesOf } from "./inputs.ts";
import { megabytes } from "./megabytes.ts";
import { mismatch } from "./mismatch.ts";
import type { PieceCache } from "./piece-cache.ts";
import { lackOfSpace, type Piece, unsent } from "./plan.ts";
import { imageScripts, sentence } from "./scripts.ts";
import { sendPiece } from "./send.ts";

/** What a transfer needs on this machine. */
export interface Surroundings {
  source: ImageSource;
  cache: PieceCache;
  /** Milliseconds to wait before an interrupted file is resumed. */
  pause: number;
}

/** State of a transfer to a host. */
interface Way extends Surroundings {
  host: string;
  scripts: ReturnType<typeof imageScripts>;
  names: ReturnType<typeof namesOf>;
  report: Report;
  sentBytes: number;
}

/** Transfers an image from this machine's engine to a host, sending only what the host lacks. */
export async function transfer(
  shell: HostShell,
  image: ImageInputs,
  report: Report,
  surroundings: Surroundings,
): Promise<Delivered> {
  const scripts = imageScripts(shell, image);
  const way: Way = {
    ...surroundings,
    host: shell.host,
    scripts,
    names: namesOf(image),
    report,
    sentBytes: 0,
  };
  const first = await survey(way);
  if ("present" in first)
    return { imageId: first.present.id, sentBytes: 0, layersSent: 0, layersPresent: first.present.layers };
  const local = await way.source.find(image.image);
  const obstacle = mismatch(local, first.state, shell.host);
  if (obstacle) throw new Error(obstacle);
  const layersSent = await attempt(way, local, first.state, async () => {
    // The engine may have lost a layer in the meantime, so the second attempt sends everything.
    report(`${way.names.label}: ${shell.host} lacks layers that it reported; sending every layer`);
    const state = { ...(await ask(way)), chains: [], blobs: new Set<string>() };
    return attempt(way, local, state, (said) => Promise.reject(new Error(said)));
  });
  await way.cache.tidy();
  const layersPresent = Math.max(0, local.layers.length - layersSent);
  return { imageId: local.id, sentBytes: way.sentBytes, layersSent, layersPresent };
}

/** Sends what `state` lacks and lets the engine load it. @returns the number of missing layers */
async function attempt(
  way: Way,
  local: LocalImage,
  state: HostState,
  otherwise: (said: string) => Promise<number>,
): Promise<number> {
  const content = contentFor(local, state);
  const archive = await way.source.save(local.id, (saved) => readArchive(saved, content.missing, way.cache));
  const documents = await packed(content.documents(archive));
  const lack = lackOfSpace(archive.pieces, state);
  if (lack)
    throw new Error(
      `${way.host} has not enough disk space for ${way.names.label}: ${lack}; free some space or use a larger disk`,
    );
  await sendAll(way, archive.pieces, state);
  way.sentBytes += documents.length;
  const end = await way.scripts.ask("load", {
    environment: {
      IMAGE: local.id,
      STORE: state.store,
      PIECES: archive.pieces.map(({ digest }) => digest).join(" "),
    },
    stdin: documents,
  });
  return end.code === 0 ? archive.pieces.length : otherwise(sentence(way.host, end));
}

async function sendAll(way: Way, pieces: Piece[], state: HostState): Promise<void> {
  const { host, scripts, cache, pause, names, report } = way;
  const open = unsent(pieces, state);
  const all = megabytes(open.reduce((sum, { compressed }) => sum + compressed, 0));
  for (const [at, piece] of open.entries()) {
    const onBytes = (bytes: number) => {
      const before = way.sentBytes;
      way.sentBytes += bytes;
      // One line per megabyte, not per chunk.
      if (Math.floor(before / 1e6) === Math.floor(way.sentBytes / 1e6)) return;
      report(`${names.label}: layer ${at + 1} of ${open.length}, ${megabytes(way.sentBytes)} of ${all} sent`);
    };
    await sendPiece(piece, state, { host, scripts, cache, pause, survey: () => ask(way), onBytes });
  }
}

async function survey({ scripts, names }: Way) {
  return readSurvey(await scripts.run("survey", { environment: { IMAGE: names.lookup } }));
}

/** The host's state during a transfer. */
async function ask(way: Way): Promise<HostState> {
  const answer = await survey(way);
  if ("state" in answer) return answer.state;
  throw new Error(
    `${way.names.label} was delivered to ${way.host} by something else in the meantime; run this again`,
  );
}
