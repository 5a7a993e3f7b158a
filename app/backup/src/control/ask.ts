import { request } from "node:http";
import { createInterface } from "node:readline";
import { type ControlRequest, type ControlResult, controlLine } from "./request.ts";
import { controlSocket } from "./socket.ts";

/**
 * Asks the service of this container, and waits as long as it takes.
 * @param onProgress told what the service does meanwhile
 * @throws when the service does not answer or refuses
 */
export function ask(asked: ControlRequest, onProgress: (line: string) => void): Promise<ControlResult> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath: controlSocket, method: "POST", path: "/" }, (response) => {
      const lines = createInterface({ input: response });
      lines.on("line", (text) => {
        const line = controlLine.parse(JSON.parse(text));
        if ("progress" in line) onProgress(line.progress);
        else if ("result" in line) resolve(line.result);
        else reject(new Error(line.error));
      });
      lines.on("close", () => reject(new Error("the backup service ended before it was done: read its log")));
    });
    call.on("error", (error) =>
      reject(
        new Error(`the backup service does not answer (${error.message}): look whether its container runs`),
      ),
    );
    call.end(JSON.stringify(asked));
  });
}
