import { get } from "node:http";

/** The container's health check: 0 when `/health` answers 200, otherwise 1 with what it said. It loads nothing else. */
const request = get(
  { host: "127.0.0.1", port: process.env.PORT ?? "9188", path: "/health", timeout: 4_000 },
  (response) => {
    response.setEncoding("utf8");
    let body = "";
    response.on("data", (part: string) => {
      body += part;
    });
    response.on("end", () => {
      process.stdout.write(`${response.statusCode} ${body.slice(0, 1000)}\n`);
      process.exitCode = response.statusCode === 200 ? 0 : 1;
    });
  },
);
request.on("timeout", () => request.destroy(new Error("no answer within 4 s")));
request.on("error", (error) => {
  process.stdout.write(`${error.message}\n`);
  process.exitCode = 1;
});
