import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A database that backend processes work with. */
export interface Place {
  port: number;
  password: string;
}

/** Real backend processes, which can be killed at any moment and begin again at once. */
export class Processes {
  readonly #environment: Record<string, string>;
  readonly #ports: number[];
  readonly #running: ChildProcess[] = [];
  #ending = false;
  killed = 0;

  constructor({ port, password }: Place, ports: number[]) {
    const folder = mkdtempSync(join(tmpdir(), "tovplay-kills-"));
    const file = (name: string, content: string) => {
      const path = join(folder, name);
      writeFileSync(path, content, { mode: 0o600 });
      return path;
    };
    this.#ports = ports;
    this.#environment = {
      PATH: process.env.PATH ?? "",
      LOG_LEVEL: "fatal",
      PUBLIC_URL: "https://app.example.org",
      DATABASE_HOST: "127.0.0.1",
      DATABASE_PORT: String(port),
      DATABASE_USER: "tovplay_app",
      DATABASE_PASSWORD_FILE: file("password", password),
      ACCOUNT_MASTER_KEY_FILE: file("key", randomBytes(32).toString("base64")),
    };
  }

  /** Begins all of them. */
  start(): void {
    for (const [index, port] of this.#ports.entries()) this.#begin(port, index);
  }

  /** Kills one of them, as if the machine had taken its memory away. */
  kill(index: number): void {
    this.killed += 1;
    this.#running[index % this.#ports.length]?.kill("SIGKILL");
  }

  /** Ends all of them as a deployment does. @returns their exit codes */
  async end(): Promise<(number | null)[]> {
    this.#ending = true;
    const ended = this.#running.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill("SIGTERM");
      const [code] = await once(child, "exit");
      return code as number | null;
    });
    return Promise.all(ended);
  }

  #begin(port: number, index: number): void {
    const program = new URL("../../../app/backend/src/server.ts", import.meta.url).pathname;
    const env = { ...this.#environment, PORT: String(port) };
    const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "ignore", "inherit"] });
    this.#running[index] = child;
    child.once("exit", () => {
      if (!this.#ending) this.#begin(port, index);
    });
  }
}
