import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import lockfile from "proper-lockfile";
import { type Pack, pack } from "tar-stream";
import type { BaseImages } from "./image-bases.ts";
import { hashOf, type ImageInput, type ImageName } from "./image-inputs.ts";

const hashLabel = "org.tovplay.inputs";

/** Waits for another process that builds the same image, ten minutes at most. */
const inTurn = {
  realpath: false,
  stale: 10_000,
  retries: { retries: 6000, factor: 1, minTimeout: 100, maxTimeout: 100 },
};

/** An image to build. */
export interface ImageBuild {
  name: ImageName;
  inputs: ImageInput[];
  bases: BaseImages;
  /** File with the certificates of a proxy that intercepts TLS; used for downloads during the build, never stored in the image. */
  certificates: string | undefined;
}

/** Builds an image unless it already exists; progress goes to standard error. Returns its ID. */
export async function buildImage({ name, inputs, bases, certificates }: ImageBuild): Promise<string> {
  const hash = hashOf([...inputs, { path: "bases", content: Buffer.from(JSON.stringify(bases)) }]);
  const tag = `tovplay/${name}:${hash.slice(0, 16)}`;
  const known = await built(tag, hash);
  if (known !== undefined) return known;
  // The launcher begins early with what the engine asks for later.
  const release = await lockfile.lock(join(tmpdir(), `tovplay-${name}-${hash.slice(0, 16)}`), inTurn);
  try {
    return (await built(tag, hash)) ?? (await build(tag, hash, { name, inputs, bases, certificates }));
  } finally {
    await release();
  }
}

/** ID of the image with these inputs, if there is one. */
async function built(tag: string, hash: string): Promise<string | undefined> {
  const present = await inspect(tag);
  return present?.hash === hash ? present.id : undefined;
}

async function build(
  tag: string,
  hash: string,
  { name, inputs, bases, certificates }: ImageBuild,
): Promise<string> {
  const bundle = {
    path: "ca-bundle.pem",
    content: certificates ? readFileSync(certificates) : Buffer.alloc(0),
  };
  await runBuild(buildArguments({ name, tag, hash, bases }), bases, [...inputs, bundle]);
  const made = await inspect(tag);
  if (!made)
    throw new Error(
      `Docker built ${tag} but the image is missing. Check the free disk space and run this again.`,
    );
  return made.id;
}

/** Arguments of `docker build`. The host's network is used only for downloads; containers never run in it. */
export function buildArguments(image: {
  name: ImageName;
  tag: string;
  hash: string;
  bases: BaseImages;
}): string[] {
  const { name, tag, hash, bases } = image;
  const values = Object.entries(
    name === "backend" ? { ...bases, TOVPLAY_VERSION: hash.slice(0, 16) } : bases,
  );
  return [
    ...["build", "--force-rm", "--network", "host", "--tag", tag, "--file", `app/${name}/Dockerfile`],
    ...["--label", `${hashLabel}=${hash}`, "--label", `org.tovplay.image=${name}`],
    ...values.flatMap(([argument, value]) => ["--build-arg", `${argument}=${value}`]),
    "-",
  ];
}

async function runBuild(options: string[], bases: BaseImages, context: ImageInput[]): Promise<void> {
  // BuildKit cannot build on the ID of a local image; the classic builder can.
  const local = Object.values(bases).some((base) => base.startsWith("sha256:"));
  const docker = execa("docker", options, {
    stdin: "pipe",
    stdout: process.stderr,
    stderr: "inherit",
    env: local ? { DOCKER_BUILDKIT: "0" } : {},
    reject: false,
  });
  archiveOf(context).pipe(docker.stdin);
  const { failed } = await docker;
  if (failed) throw new Error(`docker ${options[0]} failed. See its last lines above for the step.`);
}

async function inspect(tag: string): Promise<{ id: string; hash: string } | undefined> {
  const format = `{{.Id}} {{index .Config.Labels "${hashLabel}"}}`;
  const { stdout, exitCode } = await execa("docker", ["image", "inspect", "--format", format, tag], {
    reject: false,
  });
  const [id, hash] = stdout.trim().split(" ");
  return exitCode === 0 && id && hash ? { id, hash } : undefined;
}

/** A tar archive of a build context: the same files give the same bytes, regardless of owner and time. */
export function archiveOf(inputs: ImageInput[]): Pack {
  const archive = pack();
  for (const { path, content } of inputs)
    archive.entry({ name: path, mode: 0o644, mtime: new Date(0) }, content);
  archive.finalize();
  return archive;
}
