import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { baseImage } from "../../conformance/testing/images.ts";
import { until } from "../../conformance/testing/until.ts";

/** Starts one nginx that stands in front of each server, at a port of its own. @param fronts port in front by port behind */
export async function startNginx(fronts: ReadonlyMap<number, number>): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-load-"));
  const servers = [...fronts].map(
    ([behind, front]) => `
  upstream at${behind} { server 127.0.0.1:${behind}; keepalive 64; }
  server {
    listen 127.0.0.1:${front} reuseport;
    location / { proxy_pass http://at${behind}; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }`,
  );
  const configuration = `
worker_processes 1;
pid /tmp/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
${servers.join("\n")}
}
`;
  writeFileSync(join(folder, "nginx.conf"), configuration);
  const name = `scratch-load-nginx-${randomUUID().slice(0, 8)}`;
  const image = await baseImage("nginx", "nginx:1.26");
  const run = [
    "run",
    "--detach",
    "--rm",
    "--network",
    "host",
    "--name",
    name,
    "--user",
    "0",
    "--entrypoint",
    "nginx",
  ];
  const mount = ["--volume", `${folder}:/load:ro`, "--tmpfs", "/tmp"];
  await execa("docker", [
    ...run,
    ...mount,
    image,
    "-c",
    "/load/nginx.conf",
    "-g",
    "daemon off; error_log stderr;",
  ]);
  const [front] = fronts.values();
  await until("nginx answers", async () => (await fetch(`http://127.0.0.1:${front}/`)).status > 0);
  return async () => {
    await execa("docker", ["rm", "--force", name]);
    rmSync(folder, { recursive: true, force: true });
  };
}
