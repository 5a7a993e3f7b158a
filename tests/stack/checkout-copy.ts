import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** A copy of the checkout that a test may change: it works on the same stack, as another clone would. */
export type CheckoutCopy = ReturnType<typeof copyCheckout>;

/** Copies what git would copy, with the same dependencies. */
export function copyCheckout() {
  const parent = mkdtempSync(join(tmpdir(), "tovplay-copy-"));
  const copy = join(parent, "checkout");
  cpSync(checkout, copy, {
    recursive: true,
    filter: (path) => !/\/(node_modules|\.git|dist)(\/|$)/.test(path),
  });
  symlinkSync(join(checkout, "node_modules"), join(copy, "node_modules"));
  return {
    /** Replaces `before`, which has to be there, by `after` in a file. */
    edit: (file: string, before: string, after: string) => {
      const source = readFileSync(join(copy, file), "utf8");
      if (!source.includes(before)) throw new Error(`${file} does not contain ${JSON.stringify(before)}`);
      writeFileSync(join(copy, file), source.replace(before, after));
    },
    /** Starts its `./tovrun`, off a terminal; a failure is returned, not thrown. */
    tovrun: (args: string[], options: { env?: Record<string, string>; detached?: boolean } = {}) =>
      execa(join(copy, "tovrun"), args, { reject: false, stdin: "ignore", all: true, cwd: copy, ...options }),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}
