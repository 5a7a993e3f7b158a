import type { HostShell } from "../host-shell.ts";
import type { Report } from "../kind.ts";
import type { Delivered } from "./delivered.ts";
import { type ImageInputs, namesOf } from "./inputs.ts";
import { imageScripts } from "./scripts.ts";

/** Makes a host pull an image by its digest. This machine sends nothing. */
export async function pull(shell: HostShell, image: ImageInputs, report: Report): Promise<Delivered> {
  const { label } = namesOf(image);
  report(`${label}: ${shell.host} pulls ${image.image}`);
  const printed = await imageScripts(shell, image).run("pull", {
    environment: {
      REFERENCE: image.image,
      SERVER: serverOf(image.image),
      LOGIN: image.credentials?.username ?? "",
    },
    stdin: image.credentials?.password ?? "",
  });
  const [, imageId = ""] = /^image (\S+)$/m.exec(printed) ?? [];
  return {
    imageId,
    sentBytes: 0,
    layersSent: count(printed, "Pull complete"),
    layersPresent: count(printed, "Already exists"),
  };
}

/** The registry in an image's name, by Docker's rule: the first part if it looks like a host, otherwise Docker Hub. */
export function serverOf(reference: string): string {
  const [first = "", ...others] = reference.split("/");
  return others.length > 0 && /[.:]|^localhost$/.test(first) ? first : "docker.io";
}

function count(text: string, words: string): number {
  return text.split("\n").filter((line) => line.endsWith(`: ${words}`)).length;
}
