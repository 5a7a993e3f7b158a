import { createServer } from "node:net";
import { expect, test } from "vitest";
import { describeProcess, listListeners, parseListeners } from "./listeners.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000 100 0 0 10 0
   2: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 4713 1
`;

test("keeps only sockets that wait for connections", () => {
  expect(parseListeners(table)).toEqual([
    { port: 8080, inode: "4711" },
    { port: 80, inode: "4713" },
  ]);
});

test.each(["", "header only\n", "header\nnonsense\n"])("finds nothing in %j", (text) => {
  expect(parseListeners(text)).toEqual([]);
});

test.runIf(process.platform === "linux")("names the process that listens", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  const listener = listListeners().find((candidate) => candidate.port === port);
  expect(describeProcess(listener?.inode ?? "")).toContain(`(process ${process.pid})`);
  server.close();
});
