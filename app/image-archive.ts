import { type Pack, pack } from "tar-stream";
import type { ImageInput } from "./image-inputs.ts";

/** A tar archive of a build context: the same files give the same bytes, whoever has them and whenever they were written. */
export function archiveOf(inputs: ImageInput[]): Pack {
  const archive = pack();
  for (const { path, content } of inputs)
    archive.entry({ name: path, mode: 0o644, mtime: new Date(0) }, content);
  archive.finalize();
  return archive;
}
