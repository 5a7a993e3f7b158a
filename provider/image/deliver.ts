import { performance } from "node:perf_hooks";
import { inCache } from "../../paths.ts";
import type { HostShell } from "../host-shell.ts";
import { inTurn } from "../in-turn.ts";
import type { Report } from "../kind.ts";
import type { Delivered } from "./delivered.ts";
import { localEngine } from "./image-source.ts";
import { type ImageInputs, namesOf } from "./inputs.ts";
import { megabytes } from "./megabytes.ts";
import { PieceCache } from "./piece-cache.ts";
import { pull } from "./registry.ts";
import { imageScripts } from "./scripts.ts";
import { type Surroundings, transfer } from "./transfer.ts";

/** A finished delivery. */
export interface Delivery extends Delivered {
  /** Wall-clock time it took. */
  seconds: number;
}

/** One image at a time per host, because the next one may need fewer layers afterwards. */
const queues = new Map<string, ReturnType<typeof inTurn>>();

/**
 * Delivers an image to a host and tags it there. If it is already present, this costs one round trip and no bytes. Afterwards older images
 * with that name are removed, except for those to keep and those used by containers.
 *
 * @throws on failure; received data is kept, so the next run resumes there
 */
export async function deliver(
  shell: HostShell,
  image: ImageInputs,
  report: Report,
  surroundings: Surroundings = thisMachine(),
): Promise<Delivery> {
  const queue = queues.get(shell.host) ?? inTurn(1);
  queues.set(shell.host, queue);
  return queue(async () => {
    const began = performance.now();
    const delivered =
      image.delivery === "registry"
        ? await pull(shell, image, report)
        : await transfer(shell, image, report, surroundings);
    const { layersSent, sentBytes } = delivered;
    if (layersSent > 0 || sentBytes > 0)
      await imageScripts(shell, image).run("prune", { environment: { KEEP: String(image.keep ?? 3) } });
    const seconds = (performance.now() - began) / 1000;
    report(
      `${namesOf(image).label} is on ${shell.host}: ${megabytes(sentBytes)} sent in ${seconds.toFixed(1)} s`,
    );
    return { ...delivered, seconds };
  });
}

/** Whether the host has an image under its name. @throws when the host cannot be checked */
export async function present(shell: HostShell, image: ImageInputs): Promise<boolean> {
  const printed = await imageScripts(shell, image).run("present", {
    environment: { IMAGE: namesOf(image).lookup },
  });
  return printed.trim() === "present";
}

/** Removes every image with that name from the host, except for those used by containers. */
export async function removeImage(shell: HostShell, image: ImageInputs): Promise<void> {
  await imageScripts(shell, image).run("prune", { environment: { KEEP: "0" } });
}

function thisMachine(): Surroundings {
  return { source: localEngine, cache: new PieceCache(inCache("layers")), pause: 1000 };
}
