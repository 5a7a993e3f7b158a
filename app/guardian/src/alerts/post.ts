import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";

/** Milliseconds until a request to Alertmanager times out. */
const timeout = 5_000;

/** Sends JSON to Alertmanager's API. @throws unless it answers 200 */
export function postAlerts(base: string, body: string): Promise<void> {
  const url = new URL(`${base.replace(/\/+$/, "")}/api/v2/alerts`);
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const options: RequestOptions = { method: "POST", headers, timeout };
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      response.resume();
      response.on("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`Alertmanager at ${url.host} answers ${response.statusCode}`));
      });
      response.on("error", reject);
    });
    request.on("timeout", () => request.destroy(new Error(`Alertmanager at ${url.host} does not answer`)));
    request.on("error", reject);
    request.end(body);
  });
}
