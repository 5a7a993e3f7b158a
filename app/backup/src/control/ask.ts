import { request } from "node:http";
import { createInterface } from "node:readline";
import { type ControlRequest, type ControlResult, controlLine, controlSocket } from "./request.ts";

/**
 * Sends a command to the service in this container and waits until it is done.
 * @param onProgress receives progress lines
 * @throws when the service does not answer or refuses the command
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
      lines.on("close", () =>
        reject(new Error("the backup service stopped before it had finished: see its log")),
      );
    });
    call.on("error", (error) =>
      reject(
        new Error(
          `the backup service does not answer (${error.message}): check that its container is running`,
        ),
      ),
    );
    call.end(JSON.stringify(asked));
  });
}
