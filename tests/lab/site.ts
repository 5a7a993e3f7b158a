import { connect } from "node:http2";
import { connect as connectTls } from "node:tls";
import { authorityCertificate } from "../../lab/authority.ts";
import { hostNamed } from "../../lab/hosts.ts";

/** An answer of the site. */
export interface Answer {
  status: number | undefined;
  body: string;
}

/** Asks staging's site over HTTP/2, trusting only the lab's authority. @throws when it speaks another protocol or has another certificate */
export function ask(path: string): Promise<Answer> {
  const { address, names } = hostNamed("staging");
  const [servername = ""] = names;
  return new Promise((resolve, reject) => {
    const session = connect(`https://${servername}`, {
      createConnection: () =>
        connectTls({
          host: address,
          port: 443,
          servername,
          ca: authorityCertificate(),
          ALPNProtocols: ["h2"],
        }),
    });
    session.on("error", reject);
    const request = session.request({ ":path": path });
    const answer: Answer = { status: undefined, body: "" };
    request.setEncoding("utf8");
    request.on("response", (headers) => {
      answer.status = headers[":status"];
    });
    request.on("data", (part: string) => {
      answer.body += part;
    });
    request.on("error", reject);
    request.on("end", () => {
      session.close();
      resolve(answer);
    });
  });
}
