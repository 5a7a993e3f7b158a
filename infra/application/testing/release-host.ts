import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { joinedScripts } from "../../host/script.ts";
import { releaseHash } from "../release.ts";

const standIn = fileURLToPath(new URL("./stand-in.sh", import.meta.url));
const place = {
  service: "tovplay-backend",
  ports: "8000 8001",
  inside: "5001",
  networks: "tovplay-edge tovplay-pool",
};

/** What a release does once it is started. */
export interface ReleaseLike {
  version: string;
  behaviour?: "healthy" | "unhealthy" | "exits";
}

/** A folder that is a host to the release scripts: its Docker engine is `stand-in.sh`. No nginx runs there. */
export class ReleaseHost {
  readonly #folder = mkdtempSync(join(tmpdir(), "release-host-"));
  readonly #switchFile = join(this.#folder, "nginx", "backend-green");

  constructor() {
    for (const folder of ["bin", "containers", "nginx"]) mkdirSync(join(this.#folder, folder));
    for (const program of ["docker", "mv", "rm", "sync", "sleep"])
      symlinkSync(standIn, join(this.#folder, "bin", program));
  }

  /** Runs a release script. @param killAt the change that kills it in place of being made; none by default */
  async run(script: string, release: ReleaseLike, killAt = 0) {
    const lines = [
      `--env=VERSION=${release.version}`,
      `--env=BEHAVIOUR=${release.behaviour ?? "healthy"}`,
      "image",
    ].join("\n");
    const { service, ports, inside, networks } = place;
    writeFileSync(join(this.#folder, "count"), "0\n");
    const text = joinedScripts(
      "host/history.sh",
      "application/slots.sh",
      "application/slot-container.sh",
      script,
    );
    const child = spawn("sh", ["-c", text], {
      detached: true,
      env: {
        PATH: `${join(this.#folder, "bin")}:/usr/bin:/bin`,
        HOST_FOLDER: this.#folder,
        STATE_DIRECTORY: join(this.#folder, "state"),
        SERVICE: service,
        RELEASE: releaseHash([service, ports, inside, networks, lines]),
        PORTS: ports,
        INSIDE: inside,
        NETWORKS: networks,
        SWITCH_FILE: this.#switchFile,
        HEALTH_SECONDS: "5",
        DRAIN_SECONDS: "3",
        KEEP: "1",
        KILL_AT: String(killAt),
      },
    });
    child.stdin.on("error", () => {});
    child.stdin.end(lines);
    const printed = { stdout: "", stderr: "" };
    child.stdout.on("data", (part) => (printed.stdout += part));
    child.stderr.on("data", (part) => (printed.stderr += part));
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { ...printed, code, changes: Number(this.#read("count")) };
  }

  /** From now on there has to be a container where nginx asks, whenever something is changed. */
  watch(): void {
    writeFileSync(join(this.#folder, "serves"), "");
  }

  /** Changes before which nothing served. */
  get outages(): string {
    return this.#read("outages");
  }

  get history(): string {
    return this.#read("state/history.jsonl");
  }

  /** Slot that nginx asks. */
  get serving(): "blue" | "green" {
    return existsSync(this.#switchFile) ? "green" : "blue";
  }

  /** Containers by their slot: `running` or `exited`. */
  get containers(): Record<string, string> {
    const names = readdirSync(join(this.#folder, "containers"));
    const status = (name: string) => this.#read(`containers/${name}/status`).trim();
    return Object.fromEntries(names.map((name) => [name.replace(`${place.service}-`, ""), status(name)]));
  }

  /** Does by hand what nobody should. */
  tamper(with_: "switch" | "stop" | "remove" | "replace"): void {
    const container = join(this.#folder, "containers", `${place.service}-${this.serving}`);
    if (with_ === "stop") writeFileSync(join(container, "status"), "exited\n");
    if (with_ === "replace") writeFileSync(join(container, "id"), "another\n");
    if (with_ === "remove") rmSync(container, { recursive: true });
    if (with_ !== "switch") return;
    if (this.serving === "green") rmSync(this.#switchFile);
    else writeFileSync(this.#switchFile, "");
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #read(path: string): string {
    const file = join(this.#folder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }
}
