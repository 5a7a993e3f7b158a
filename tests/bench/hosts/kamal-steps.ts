import { quote } from "../../../provider/quote.ts";
import type { Inspected } from "./compose-file.ts";

/** A release as Kamal knows it. */
export interface KamalApp {
  service: string;
  version: string;
  /** The image's repository in the registry, and the same with its version. */
  repository: string;
  reference: string;
  /** Folder on the host for lock, settings and the proxy. */
  folder: string;
  /** The container that runs it now, whose options are used. */
  container: Inspected;
}

const ofService = ({ service }: KamalApp) => `--filter label=service=${service}`;
const nameOf = ({ service, version }: KamalApp) => `${service}-web-${version}`;

/** Takes the lock, pulls the image, checks its label, the network and the proxy, and looks for stale containers. */
export function prepare(app: KamalApp): string[] {
  const { folder, reference, repository } = app;
  return [
    `mkdir -p ${folder}/kamal`,
    `mkdir ${folder}/kamal/lock && echo deploy | base64 >${folder}/kamal/lock/details`,
    `docker image rm --force ${reference} >/dev/null`,
    `docker pull --quiet ${reference}`,
    `docker inspect -f '{{ .Config.Labels.service }}' ${reference}`,
    "docker network inspect bench_tovplay-pool >/dev/null",
    `test -e ${folder}/nginx.pid`,
    `docker ps ${ofService(app)} --filter status=running --format '{{.Names}}'`,
    `docker tag ${reference} ${repository}:latest`,
  ];
}

/** Renames a container of the same name, starts the new one, waits until it is healthy, switches to it and stops the old one. */
export function boot(app: KamalApp): string[] {
  const { folder, version } = app;
  const name = nameOf(app);
  const upstream = `${folder}/upstream.conf`;
  return [
    `! docker container inspect ${name} >/dev/null 2>&1 || docker rename ${name} ${name}_replaced_$(od -An -N8 -tx1 /dev/urandom | tr -d ' ')`,
    `docker ps --quiet ${ofService(app)} --filter status=running >${folder}/kamal/old`,
    `echo "$(date -u +%FT%TZ) Booted app version ${version}" >>${folder}/kamal/audit.log`,
    `cat >${folder}/kamal/web.env <<'END'\n${app.container.Config.Env.join("\n")}\nEND`,
    `${runArguments(app)} >/dev/null`,
    // kamal-proxy also checks once a second.
    `address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' ${name})
for attempt in $(seq 30); do curl -sf -o /dev/null http://$address:5001/api/health && break; sleep 1; done
curl -sf -o /dev/null http://$address:5001/api/health || exit 1
echo "upstream app { server $address:5001; }" >${upstream}.new && mv ${upstream}.new ${upstream}
nginx -c ${folder}/nginx.conf -s reload`,
    `xargs --no-run-if-empty docker stop <${folder}/kamal/old`,
  ];
}

function runArguments(app: KamalApp): string {
  const { container, service, reference, folder } = app;
  const { HostConfig, Config, Mounts } = container;
  const mounts = Mounts.map(
    (mount) => `type=bind,source=${mount.Source},target=${mount.Destination},readonly`,
  );
  const options: [string, string][] = [
    ["restart", "unless-stopped"],
    ["name", nameOf(app)],
    ["network", "bench_tovplay-pool"],
    ["env-file", `${folder}/kamal/web.env`],
    ["label", `service=${service}`],
    ["label", "role=web"],
    ["log-opt", "max-size=10m"],
    ["memory", String(HostConfig.Memory)],
    ["user", Config.User],
    ...mounts.map((mount): [string, string] => ["mount", mount]),
    ...Object.entries(HostConfig.Tmpfs ?? {}).map(([path, set]): [string, string] => [
      "tmpfs",
      `${path}:${set}`,
    ]),
  ];
  const command = [
    ...options.flatMap(([name, value]) => [`--${name}`, value]),
    reference,
    ...(Config.Cmd ?? []),
  ];
  return `docker run --detach --read-only --cap-drop ALL ${command.map(quote).join(" ")}`;
}

/** Removes all stopped containers but the last five, unused images, and the lock. */
export function prune(app: KamalApp): string[] {
  const { folder, repository } = app;
  const stopped = ["created", "exited", "dead"].map((status) => `--filter status=${status}`).join(" ");
  return [
    `docker ps -q -a ${ofService(app)} ${stopped} | tail -n +6 | xargs --no-run-if-empty docker rm`,
    `docker image prune --force ${ofService(app)}`,
    `docker container ls -a ${ofService(app)} --format '{{.Image}}' >${folder}/kamal/used
docker image ls ${repository} --format '{{.Repository}}:{{.Tag}}' | grep -v -w -F -f ${folder}/kamal/used | grep -v ':latest$' | xargs --no-run-if-empty docker rmi`,
    `rm -r ${folder}/kamal/lock`,
  ];
}
