import { get } from "node:http";

/**
 * A container's health check as a program: exit code 0 when `path` on its own port answers 200, otherwise 1 with the answer.
 * It loads nothing else, because it runs every few seconds.
 */
export function probeHealth(path: string, defaultPort: number): void {
  const port = process.env.PORT ?? defaultPort;
  const request = get({ host: "127.0.0.1", port, path, timeout: 4_000 }, (response) => {
    response.setEncoding("utf8");
    let body = "";
    response.on("data", (part: string) => {
      body += part;
    });
    response.on("end", () => {
      process.stdout.write(`${response.statusCode} ${body.slice(0, 1000)}\n`);
      process.exitCode = response.statusCode === 200 ? 0 : 1;
    });
  });
  request.on("timeout", () => request.destroy(new Error("no answer within 4 s")));
  request.on("error", (error) => {
    process.stdout.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
