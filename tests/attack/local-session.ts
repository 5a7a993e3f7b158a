import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { execa } from "execa";

/** A superuser's session over a container's local socket, opened again after it was ended. */
export interface LocalSession {
  /** Lines that the SQL prints. @throws with the server's message when a statement fails */
  query(sql: string): Promise<string[]>;
  close(): Promise<void>;
}

const psql = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=0"];

/** The session is opened by the first query. */
export function openLocalSession(container: string, database = "TovPlay"): LocalSession {
  let current: ReturnType<typeof start> | undefined;
  return {
    query: (sql) => {
      if (!current?.alive()) current = start(container, database);
      return current.query(sql);
    },
    close: async () => {
      await current?.close();
      current = undefined;
    },
  };
}

function start(container: string, database: string) {
  const to = [`--host=/var/run/postgresql`, "--username=postgres", `--dbname=${database}`];
  const child = execa("docker", ["exec", "--interactive", "--user", "999", container, ...psql, ...to], {
    stdin: "pipe",
    all: true,
    buffer: false,
    reject: false,
  });
  const ended = child.then(() => undefined);
  let open = true;
  void ended.then(() => {
    open = false;
  });
  const lines = createInterface({ input: child.all });
  const query = (sql: string) =>
    new Promise<string[]>((resolve, reject) => {
      const mark = randomUUID();
      const found: string[] = [];
      const finish = (failure?: string) => {
        lines.off("line", onLine);
        if (failure) reject(new Error(failure));
        else resolve(found);
      };
      const onLine = (line: string) => {
        if (line !== mark) found.push(line);
        else finish(found.find((each) => /^(psql:.*)?(ERROR|FATAL): /.test(each)));
      };
      lines.on("line", onLine);
      void ended.then(() => finish(`the superuser's session has ended: ${found.join(" ")}`));
      child.stdin.write(`${sql}\n;\n\\echo ${mark}\n`);
    });
  return {
    query,
    alive: () => open,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
