import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { inCheckout } from "../../paths.ts";
import { freePort } from "../conformance/testing/free-port.ts";
import { database } from "../conformance/testing/protected-database.ts";
import { until } from "../conformance/testing/until.ts";

/** The backend as its image runs it, as a process of this machine. */
export interface BackendProcess {
  url: string;
  pid: number;
  /** Milliseconds from the start of the process until it was ready. */
  readyAfter: number;
  /** Memory that is really in use, in MiB. */
  memory: () => number;
  stop: () => Promise<void>;
}

/** Bundles the backend as its image does. */
export async function buildBackend(): Promise<void> {
  await execa("node", [inCheckout("app/backend/build.ts")], { cwd: inCheckout() });
}

/** Starts it and waits until it is ready. @param server where it finds its database, and with which password */
export async function startBackend(
  server: { port: number; password: string },
  settings: Readonly<Record<string, string>> = {},
): Promise<BackendProcess> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-backend-"));
  const secret = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const port = await freePort("127.0.0.1");
  const env = {
    PORT: String(port),
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_HOST: "127.0.0.1",
    DATABASE_PORT: String(server.port),
    DATABASE_NAME: database,
    DATABASE_USER: "tovplay_app",
    DATABASE_PASSWORD_FILE: secret("password", server.password),
    ACCOUNT_MASTER_KEY_FILE: secret("keys", randomBytes(32).toString("base64")),
    MALLOC_ARENA_MAX: "1",
    MALLOC_MMAP_THRESHOLD_: "131072",
    ...settings,
  };
  const began = performance.now();
  const child = execa(process.execPath, [...imageFlags(), "dist/server.js"], {
    cwd: inCheckout("app/backend"),
    env,
    extendEnv: false,
    reject: false,
    stdout: "inherit",
    stderr: "inherit",
  });
  const url = `http://127.0.0.1:${port}`;
  await until("the backend is ready", async () => (await fetch(`${url}/health/ready`)).ok);
  const readyAfter = performance.now() - began;
  const pid = child.pid ?? 0;
  return {
    url,
    pid,
    readyAfter,
    memory: () =>
      Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]) / 1024,
    stop: async () => {
      child.kill("SIGTERM");
      await child;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the image starts Node with. */
function imageFlags(): string[] {
  const file = readFileSync(inCheckout("app/backend/Dockerfile"), "utf8");
  const command: string[] = JSON.parse(/^CMD (\[.*\])$/m.exec(file)?.[1] ?? "[]");
  return command.filter((word) => word.startsWith("--"));
}
