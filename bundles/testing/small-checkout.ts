import { spawn } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const real = fileURLToPath(new URL("../..", import.meta.url));

/** A checkout with one small program, `toolchain/main.ts`, and a cache of its own. */
export class SmallCheckout {
  readonly #folder = mkdtempSync(join(tmpdir(), "tovplay-bundles-"));
  readonly bundles = join(this.#folder, "cache/tovplay/bundles");
  readonly #checkout = join(this.#folder, "checkout");
  readonly #args = [
    "--import",
    join(this.#checkout, "bundles/start.mjs"),
    join(this.#checkout, "toolchain/main.ts"),
  ];
  readonly #env = { ...process.env, XDG_CACHE_HOME: join(this.#folder, "cache") };

  constructor() {
    for (const path of ["bundles", "policies/rule-files.ts"])
      cpSync(join(real, path), join(this.#checkout, path), { recursive: true });
    symlinkSync(join(real, "node_modules"), join(this.#checkout, "node_modules"));
    mkdirSync(this.bundles, { recursive: true });
    this.write("package-lock.json", "{}");
    this.write("package.json", '{ "type": "module" }');
    this.write("paths.ts", "");
  }

  /** Writes a file of the checkout. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.#checkout, path)), { recursive: true });
    writeFileSync(join(this.#checkout, path), text);
  }

  /** Adds to a file of the checkout, which is made if there is none. */
  append(path: string, text: string): void {
    mkdirSync(dirname(join(this.#checkout, path)), { recursive: true });
    appendFileSync(join(this.#checkout, path), text);
  }

  /** The absolute path of a file of the checkout. */
  at(path: string): string {
    return join(this.#checkout, path);
  }

  /** Runs the program from its bundle; returns all that it printed. */
  async run(): Promise<string> {
    const { all } = await execa(process.execPath, this.#args, { env: this.#env, all: true, reject: false });
    return all;
  }

  /** Starts the program in the background. */
  start() {
    return spawn(process.execPath, this.#args, { env: this.#env, stdio: "ignore" });
  }

  /** Names in the folder of bundles. */
  made(): string[] {
    return readdirSync(this.bundles);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
