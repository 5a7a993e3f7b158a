import { randomUUID } from "node:crypto";
import { execa } from "execa";
import {
  type CertificatePair,
  type SiteFile,
  siteRelease,
  siteScript,
  siteStream,
} from "../../../infra/application/site-files.ts";
import type { SiteSettings } from "../../../infra/application/site-settings.ts";
import { script } from "../../../infra/host/script.ts";
import { baseImage, buildOnDebian } from "../testing/images.ts";

/** Runs Docker's own client; a failure is thrown. */
const docker = async (...args: string[]): Promise<string> => (await execa("docker", args)).stdout;

/** Address of the site of these tests. */
export const site = "https://app.example.org";

/** Settings of that site. */
export const settings: SiteSettings = {
  serverNames: ["app.example.org", "example.org"],
  apiRequestsPerSecond: 50,
  signInPerMinute: 10,
  backendPorts: { blue: 8000, green: 8001 },
  trustedProxies: [],
  ipv6: false,
  extraLocations: [{ path: "/logs/", target: "http://127.0.0.1:8001" }],
  addedSources: {},
};

/** What a script on the host ended with. */
export interface ScriptEnd {
  code: number | undefined;
  said: string;
}

/** A host with the distribution's nginx, and a stand-in for the backend that echoes each request. */
export interface NginxHost {
  shell(command: string): Promise<string>;
  /** Asks the host's nginx from the host itself; the answer begins with its headers. */
  ask(url: string, ...options: string[]): Promise<string>;
  /** Asks so often at once, by one program, so that a slow machine does not spread the requests. */
  askAtOnce(times: number, url: string, ...options: string[]): Promise<string[]>;
  /** A pair for the names of {@link settings}. */
  pair: CertificatePair;
  /** A pair that the host's OpenSSL makes; `options` are those of `openssl req`. */
  certificate(names: readonly string[], ...options: string[]): Promise<CertificatePair>;
  /** Puts pages on the host, as a release of the frontend does: new ones, and an asset of the previous release. */
  placePages(): Promise<string>;
  /** Puts the site on the host, as a deployment does. `change` may alter a file on the way. */
  deploy(
    settings: SiteSettings,
    pair: CertificatePair,
    change?: (file: SiteFile) => SiteFile,
  ): Promise<ScriptEnd>;
  observe(settings: SiteSettings): Promise<string>;
  remove(): Promise<ScriptEnd>;
  stop(): Promise<void>;
}

const dockerfile = `
ARG BASE
FROM $BASE
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nginx \
  libnginx-mod-http-brotli-filter libnginx-mod-http-brotli-static curl openssl logrotate && rm -rf /var/lib/apt/lists/*
`;

/** Answers with the request; opens WebSockets. On both ports of the backend. */
const backend = `
const server = (port) => require("node:http").createServer((request, reply) => {
  request.resume().on("end", () => {
    reply.setHeader("content-type", "application/json").setHeader("cache-control", "no-store").setHeader("x-content-type-options", "nosniff");
    reply.setHeader("x-correlation-id", request.headers["x-correlation-id"]);
    reply.end(JSON.stringify({ port, url: request.url, headers: request.headers, padding: "x".repeat(1000) }));
  });
}).on("upgrade", (request, socket) => {
  socket.end("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: " + request.headers.upgrade + "\\r\\nConnection: Upgrade\\r\\n\\r\\nopen");
}).listen(port, "127.0.0.1");
server(8000);
server(8001);
`;

const pages = `mkdir -p /srv/tovplay/frontend/releases/one/assets /srv/tovplay/frontend/kept/assets
cd /srv/tovplay/frontend && ln -sfn releases/one current
printf '<div id="root"></div>%s' "$(seq 400)" >current/index.html
seq 400 >current/assets/new-1.js && seq 400 >kept/assets/old-1.js`;

const curlOptions = ["-sSik", "--resolve", "*:443:127.0.0.1", "--resolve", "*:80:127.0.0.1"];

/** Builds the host's image unless Docker has it, and starts both containers. nginx does not run yet. */
export async function startNginxHost(): Promise<NginxHost> {
  const name = `scratch-nginx-host-${randomUUID().slice(0, 8)}`;
  const limits = ["--detach", "--rm", "--init", "--memory", "256m"];
  await docker("run", ...limits, "--name", name, await buildOnDebian(dockerfile), "sleep", "infinity");
  const node = await baseImage("node", "node:24-trixie-slim");
  const beside = ["--network", `container:${name}`, "--entrypoint", "node"];
  await docker("run", ...limits, "--name", `${name}-backend`, ...beside, node, "-e", backend);
  const shell = (command: string) => docker("exec", name, "sh", "-c", command);
  const curl = (...args: string[]) => docker("exec", name, "curl", ...curlOptions, ...args);
  const certificate: NginxHost["certificate"] = (names, ...options) => makeCertificate(shell, names, options);
  return {
    shell,
    pair: await certificate(settings.serverNames, "-days", "90"),
    certificate,
    ask: (url, ...options) => curl(...options, url),
    async askAtOnce(times, url, ...options) {
      await shell("rm -rf /tmp/answers");
      await curl(
        ...options,
        "--parallel",
        "--create-dirs",
        "--output",
        "/tmp/answers/#1",
        `${url}?[1-${times}]`,
      );
      const all = await shell("for answer in /tmp/answers/*; do cat $answer && printf '\\0'; done");
      return all.split("\0").slice(0, -1);
    },
    placePages: () => shell(pages),
    deploy(settings, pair, change = (file) => file) {
      const { id, files } = siteRelease(settings, pair);
      const environment = { RELEASE: id, SERVER_NAMES: settings.serverNames.join(" ") };
      return runScript(name, siteScript(), environment, siteStream(files.map(change)));
    },
    observe: async ({ serverNames }) =>
      (
        await runScript(name, script("application/observe-site"), {
          SERVER_NAMES: serverNames.join(" "),
        })
      ).said,
    remove: () => runScript(name, script("application/remove-site"), {}),
    stop: async () => void (await docker("rm", "--force", `${name}-backend`, name)),
  };
}

async function makeCertificate(
  shell: NginxHost["shell"],
  names: readonly string[],
  options: readonly string[],
): Promise<CertificatePair> {
  const alternatives = names.map((name) => `DNS:${name}`).join(",");
  const request = `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=test -addext subjectAltName=${alternatives}`;
  await shell(`${request} ${options.join(" ")} -keyout /tmp/key -out /tmp/certificate 2>/dev/null`);
  return { certificate: `${await shell("cat /tmp/certificate")}\n`, key: `${await shell("cat /tmp/key")}\n` };
}

async function runScript(
  container: string,
  script: string,
  environment: Record<string, string>,
  input = "",
): Promise<ScriptEnd> {
  const settings = Object.entries(environment).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  const args = ["exec", "--interactive", ...settings, container, "sh", "-c", script];
  const { exitCode, stdout, stderr } = await execa("docker", args, { input, reject: false });
  return { code: exitCode, said: (exitCode === 0 ? stdout : stderr).trim().split("\n").at(-1) ?? "" };
}
