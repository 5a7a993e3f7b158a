import { z } from "zod";

/**
 * The root manifest as images need it: which workspaces there are, and none of the packages that only the infrastructure
 * and the checks use. So a new version of the linter builds no image, and npm checks only what it installs.
 */
export function manifestForImages(text: string): string {
  const { name, type, workspaces } = z.looseObject({}).parse(JSON.parse(text));
  return `${JSON.stringify({ name, private: true, type, workspaces })}\n`;
}
