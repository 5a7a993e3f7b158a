import { inCheckout } from "../../paths.ts";

/** A development server: what to run, where, and how its lines are marked. */
export interface Server {
  name: string;
  file: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
}

/** How the backend reaches the database; the password is in a file. */
export interface BackendDatabase {
  host: string;
  port: number;
  user: string;
  passwordFile: string;
  /** File with the master key of the accounts. */
  accountKeysFile: string;
}

/** The backend, restarted by Node whenever one of its files changes. */
export function backendServer(database: BackendDatabase): Server {
  const { host, port, user, passwordFile, accountKeysFile } = database;
  return {
    name: "backend",
    file: process.execPath,
    args: ["--watch", "--watch-preserve-output", "--import", "tsx", "src/server.ts"],
    cwd: inCheckout("app/backend"),
    env: {
      PORT: "5001",
      HOST: "127.0.0.1",
      LOG_LEVEL: "info",
      PUBLIC_URL: "http://127.0.0.1:3000",
      DATABASE_HOST: host,
      DATABASE_PORT: String(port),
      DATABASE_NAME: "TovPlay",
      SESSION_DATABASE_NAME: "TovPlay_session",
      DATABASE_USER: user,
      DATABASE_PASSWORD_FILE: passwordFile,
      DATABASE_POOL_SIZE: "4",
      ACCOUNT_MASTER_KEY_FILE: accountKeysFile,
    },
  };
}

/** The frontend, with hot reloading; it hands /api to the backend. */
export function frontendServer(): Server {
  return {
    name: "frontend",
    file: process.execPath,
    args: [inCheckout("node_modules/vite/bin/vite.js")],
    cwd: inCheckout("app/frontend"),
    env: {},
  };
}
