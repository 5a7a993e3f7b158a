import { connect } from "node:net";
import { execa } from "execa";
import { containerOf, hostNamed } from "../../lab/hosts.ts";

/** Runs a script as root on a test host, bypassing SSH, as for a change by hand. A failure is thrown. */
export async function onHost(name: string, script: string): Promise<string> {
  const { stdout } = await execa("docker", ["exec", containerOf(hostNamed(name)), "sh", "-euc", script]);
  return stdout;
}

/** Runs SQL by hand as the superuser of staging's database. */
export function superuserSql(sql: string): Promise<string> {
  const psql = "docker exec -i tovplay-postgres-staging psql --username=postgres --dbname=TovPlay -tA";
  return onHost("database", `${psql} --set=ON_ERROR_STOP=1 <<'END'\n${sql}\nEND`);
}

/** Whether a port of a test host accepts a connection from this machine. */
export function letsIn(name: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostNamed(name).address, port, timeout: 3000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
    // A firewall drops packets without an answer.
    socket.on("timeout", () => end(false));
  });
}

/** Image of the release of the backend that serves on staging. */
export async function servingImage(): Promise<string> {
  const list = await onHost("staging", "docker ps --quiet --filter name=^tovplay-backend-staging-");
  return onHost("staging", `docker inspect --format '{{.Image}}' ${list.split("\n").join(" ")}`);
}

/** Requests a second that staging's nginx lets a client send to the API. */
export async function requestRate(): Promise<number> {
  const configuration = await onHost("staging", "nginx -T 2>/dev/null");
  return Number(/zone=api:\S+ rate=(\d+)r\/s/.exec(configuration)?.[1]);
}
