import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { manifestForImages } from "./image-manifest.ts";

/** Applications that become images. */
export const imageNames = ["backend", "backup", "frontend", "guardian"] as const;

/** Name of an application that becomes an image: its folder below `app/`. */
export type ImageName = (typeof imageNames)[number];

/** The applications that make the site: the images of a release to an application host. */
export type SiteImageName = "backend" | "frontend";

/** One file of a build context. */
export interface ImageInput {
  /** Path below the root of the checkout, with `/` between its parts. */
  path: string;
  content: Buffer;
}

const checkout = fileURLToPath(new URL("..", import.meta.url));

/** What each image needs besides the manifests of all workspaces, which decide the packages. */
const sources: Record<ImageName, string[]> = {
  backend: ["app/backend", "app/runtime"],
  backup: ["app/backup", "app/runtime"],
  frontend: ["app/frontend", "tsconfig.json"],
  guardian: ["app/guardian", "app/runtime"],
};

const left = /(^|\/)(node_modules|dist|coverage|testing|__snapshots__)(\/|$)|\.test\.tsx?$|\/\.[^/]+$/;

/** Everything that goes into an image, sorted by path: what is left out can change without a new image. */
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

/** SHA-256 over paths and contents, in hexadecimal digits. */
export function hashOf(inputs: ImageInput[]): string {
  const hash = createHash("sha256");
  for (const { path, content } of inputs) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

/** Files at a path below the root; links are left out, because a build context cannot follow them. */
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
