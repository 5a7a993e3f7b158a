import { baseImages } from "./image-bases.ts";
import { buildImage } from "./image-build.ts";
import { hashOf, imageInputs, imageNames } from "./image-inputs.ts";

/** `image.ts NAME` builds the image of an application and prints its ID; `image.ts NAME --hash` prints the hash of its inputs. */
async function main([given, option]: string[]): Promise<string> {
  const name = imageNames.find((known) => known === given);
  if (!name || (option !== undefined && option !== "--hash")) {
    throw new Error(`usage: node --import tsx app/image.ts ${imageNames.join("|")} [--hash]`);
  }
  const inputs = imageInputs(name);
  if (option === "--hash") return hashOf(inputs);
  const bases = baseImages(name, process.env.TOVPLAY_IMAGES_FILE);
  return buildImage({ name, inputs, bases, certificates: process.env.NODE_EXTRA_CA_CERTS || undefined });
}

try {
  process.stdout.write(`${await main(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
