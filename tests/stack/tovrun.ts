import { fileURLToPath } from "node:url";
import { execa } from "execa";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** Runs `./tovrun` as a user would, off a terminal; a failure is returned, not thrown. */
export function tovrun(...args: string[]) {
  return execa("./tovrun", args, { cwd: checkout, reject: false, stdin: "ignore", all: true });
}

/** Runs Docker's own client; a failure is thrown. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await execa("docker", args);
  return stdout;
}

/** Address of the deployed site. */
export const siteUrl = process.env.TOVPLAY_URL ?? "http://127.0.0.1:8080";
