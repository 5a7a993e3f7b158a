import { execa } from "execa";
import { quote } from "../../../provider/quote.ts";
import type { BackendChanges } from "./backend-changes.ts";
import { type Inspected, serviceName } from "./compose-file.ts";
import type { Contender } from "./contender.ts";
import { boot, type KamalApp, prepare, prune } from "./kamal-steps.ts";
import type { Link } from "./link.ts";
import { folder, registry } from "./programs.ts";

/** Port of the registry on the host, forwarded from the same port of this machine. */
export const registryPort = 25_555;

const service = "bench-kamal";
const unit = "bench-registry";

/**
 * The steps of `kamal deploy` in order, each a command over the same connection. nginx stands in for kamal-proxy, and a registry on
 * the host, reached through SSH, for a remote one. Like Kamal it deploys only the backend: the rest would be accessories.
 */
export async function kamalDeploy(
  link: Link,
  backend: Inspected,
  { build }: BackendChanges,
): Promise<Contender> {
  await startRegistry(link);
  await startProxy(link);
  const repository = `localhost:${registryPort}/${service}`;
  const deploy = async (image: string) => {
    const version = image.slice("sha256:".length, "sha256:".length + 40);
    const reference = `${repository}:${version}`;
    await execa("docker", ["tag", image, reference]);
    try {
      await execa("docker", ["push", "--quiet", reference]);
    } finally {
      await execa("docker", ["rmi", reference]);
    }
    const app: KamalApp = { service, version, reference, repository, folder, container: backend };
    for (const step of [...prepare(app), ...boot(app), ...prune(app)]) await link.run(step);
  };
  let current = backend.Image;
  await deploy(current);
  return {
    name: "steps of kamal deploy",
    health: "http://127.0.0.1:28080/api/health",
    unchanged: () => deploy(current),
    changed: async () => {
      current = await build();
      await deploy(current);
    },
  };
}

async function startRegistry(link: Link): Promise<void> {
  const config = {
    version: 0.1,
    log: { level: "error", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: `${folder}/registry` } },
    http: { addr: `127.0.0.1:${registryPort}` },
  };
  await link.run(`cat >${folder}/registry.yml`, JSON.stringify(config));
  await link.run(`systemd-run --quiet --unit ${unit} ${registry} serve ${folder}/registry.yml`);
}

async function startProxy(link: Link): Promise<void> {
  const config = `pid ${folder}/nginx.pid; error_log /dev/null; events {}
http { access_log off; include ${folder}/upstream.conf; server { listen 127.0.0.1:28080; location / { proxy_pass http://app; } } }`;
  await link.run(`cat >${folder}/nginx.conf`, config);
  await link.run(`echo 'upstream app { server 127.0.0.1:1; }' >${folder}/upstream.conf`);
  await link.run(`nginx -c ${folder}/nginx.conf`);
}

/** Removes the containers, the registry, the proxy and the images. */
export async function kamalRemove(link: Link): Promise<void> {
  const named = `label=service=${service}`;
  await link.run(
    [
      `docker ps --all --quiet --filter ${named} | xargs --no-run-if-empty docker rm --force >/dev/null`,
      `docker images --quiet ${quote(`localhost:${registryPort}/${service}`)} | sort -u | xargs --no-run-if-empty docker rmi --force >/dev/null`,
      `systemctl stop ${unit} 2>/dev/null || true`,
      `test ! -e ${folder}/nginx.pid || nginx -c ${folder}/nginx.conf -s stop`,
    ].join("\n"),
  );
}

/** The backend among the containers. @throws when there is none */
export function backendOf(containers: readonly Inspected[]): Inspected {
  const found = containers.find((each) => serviceName(each) === "tovplay-backend");
  if (found) return found;
  throw new Error("no backend runs on the host; deploy lab-production first");
}
