import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Applications that are built as images. */
export const imageNames = ["backend", "backup", "frontend", "guardian"] as const;

/** Name of an application that is built as an image: its folder in `app/`. */
export type ImageName = (typeof imageNames)[number];

/** The applications of the site: the images released to an application host. */
export type SiteImageName = "backend" | "frontend";

/** Base images of each application: build argument of its Dockerfile to name of the base image. */
export const imageBases = {
  backend: { NODE_IMAGE: "node", DEBIAN_IMAGE: "debian" },
  backup: { NODE_IMAGE: "node", POSTGRES_IMAGE: "postgres" },
  frontend: { NODE_IMAGE: "node" },
  guardian: { NODE_IMAGE: "node", DEBIAN_IMAGE: "debian" },
} as const satisfies Record<ImageName, Readonly<Record<string, string>>>;

/** One file of a build context. */
export interface ImageInput {
  /** Path relative to the checkout, with `/` as separator. */
  path: string;
  content: Buffer;
}

const checkout = fileURLToPath(new URL("..", import.meta.url));

/** What each image needs besides the manifests of all workspaces, which determine the packages. */
const sources: Record<ImageName, string[]> = {
  backend: ["app/backend", "app/runtime"],
  backup: ["app/backup", "app/runtime"],
  frontend: ["app/frontend", "tsconfig.json"],
  guardian: ["app/guardian", "app/runtime"],
};

const left = /(^|\/)(node_modules|dist|coverage|testing|__snapshots__)(\/|$)|\.test\.tsx?$|\/\.[^/]+$/;

/** All files that go into an image, sorted by path: other files can change without a new image. */
export function imageInputs(name: ImageName, root = checkout): ImageInput[] {
  const workspaces = readdirSync(join(root, "app"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const manifests = workspaces.map((entry) => `app/${entry.name}/package.json`);
  const files = ["package.json", "package-lock.json", ...manifests, ...sources[name]].flatMap((path) =>
    filesIn(root, path),
  );
  const paths = [...new Set(files)].sort();
  return paths.map((path) => ({ path, content: contentOf(root, path) }));
}

function contentOf(root: string, path: string): Buffer {
  const content = readFileSync(join(root, path));
  return path === "package.json" ? Buffer.from(manifestForImages(content.toString())) : content;
}

/**
 * The root manifest as images need it: the workspaces, without the packages that only the infrastructure
 * and the checks use. A new version of the linter therefore rebuilds no image, and npm checks only what it installs.
 */
export function manifestForImages(text: string): string {
  const { name, type, workspaces } = z.looseObject({}).parse(JSON.parse(text));
  return `${JSON.stringify({ name, private: true, type, workspaces })}\n`;
}

/** SHA-256 over paths and contents, in hexadecimal. */
export function hashOf(inputs: ImageInput[]): string {
  const hash = createHash("sha256");
  for (const { path, content } of inputs) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

/** Files at a path below the root; symbolic links are left out, because a build context cannot follow them. */
function filesIn(root: string, path: string): string[] {
  if (left.test(path)) return [];
  const entries = foldersOf(join(root, path));
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .flatMap((entry) => filesIn(root, `${path}/${entry.name}`));
}

/** Entries of a folder; undefined when it is a file. */
function foldersOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}
