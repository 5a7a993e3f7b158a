/** A container as the Docker provider takes it, every value known: what {@link createArguments} understands of it. */
export interface KnownContainer {
  image: string;
  user: string;
  readOnly: boolean;
  restart: string;
  /** MiB. */
  memory: number;
  memorySwap: number;
  healthcheck: { tests: string[]; interval: string; timeout: string; retries: number; startPeriod: string };
  destroyGraceSeconds: number;
  logDriver: string;
  logOpts: Record<string, string>;
  labels: { label: string; value: string }[];
  envs: string[];
  mounts: { type: string; source: string; target: string; readOnly?: boolean }[];
  tmpfs: Record<string, string>;
  capabilities: { drops: string[] };
  securityOpts: string[];
  hosts?: { host: string; ip: string }[];
  command?: string[];
}

/**
 * The arguments of `docker create` that make the same container as the Docker provider does, save what depends on the
 * slot: its name, its port and its networks.
 * @throws when a value holds a line break: the arguments travel as lines
 */
export function createArguments(container: KnownContainer): string[] {
  const { image, command = [], healthcheck, tmpfs, labels, logOpts, envs, mounts, hosts = [] } = container;
  const options: [string, string][] = [
    ["user", container.user],
    ["restart", container.restart],
    ["memory", `${container.memory}m`],
    ["memory-swap", `${container.memorySwap}m`],
    ["stop-timeout", String(container.destroyGraceSeconds)],
    ["log-driver", container.logDriver],
    // The tag carries the service's name to the log collector, whichever slot it runs in.
    ...Object.entries(logOpts).map(([key, value]): [string, string] => ["log-opt", `${key}=${value}`]),
    ...labels.map(({ label, value }): [string, string] => ["label", `${label}=${value}`]),
    ...envs.map((value): [string, string] => ["env", value]),
    ...mounts.map((mount): [string, string] => ["mount", mountOption(mount)]),
    ...Object.entries(tmpfs).map(([path, how]): [string, string] => ["tmpfs", `${path}:${how}`]),
    ...container.capabilities.drops.map((name): [string, string] => ["cap-drop", name]),
    ...container.securityOpts.map((option): [string, string] => ["security-opt", option]),
    ...hosts.map(({ host, ip }): [string, string] => ["add-host", `${host}:${ip}`]),
    ["health-cmd", healthCommand(healthcheck.tests)],
    ["health-interval", healthcheck.interval],
    ["health-timeout", healthcheck.timeout],
    ["health-retries", String(healthcheck.retries)],
    ["health-start-period", healthcheck.startPeriod],
  ];
  const readOnly = container.readOnly ? ["--read-only"] : [];
  const all = [...readOnly, ...options.map(([name, value]) => `--${name}=${value}`), image, ...command];
  const broken = all.find((argument) => /[\r\n]/.test(argument));
  if (broken === undefined) return all;
  throw new Error(
    `${JSON.stringify(broken.slice(0, 60))} holds a line break; an argument of a release may not`,
  );
}

function mountOption({ type, source, target, readOnly = false }: KnownContainer["mounts"][number]): string {
  const unfit = [source, target].find((path) => path.includes(","));
  if (unfit) throw new Error(`${unfit} holds a comma; a path that is mounted may not`);
  return `type=${type},source=${source},target=${target}${readOnly ? ",readonly" : ""}`;
}

/** Docker's command line knows health checks for a shell only: each word is quoted for it. */
function healthCommand([kind, ...words]: string[]): string {
  if (kind !== "CMD") throw new Error(`a health check of kind ${kind} cannot be released; use a command`);
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}
