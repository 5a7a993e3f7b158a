import type { ContainerArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";

/** A container as the Docker provider takes it, every value known. */
export type KnownContainer = Unwrap<ContainerArgs>;

type Mount = NonNullable<KnownContainer["mounts"]>[number];

/** What each setting is for `docker create`. A setting that is neither here nor in {@link elsewhere} is refused, never dropped. */
const translations: { [Key in keyof KnownContainer]?: (container: KnownContainer) => string[] } = {
  readOnly: ({ readOnly }) => (readOnly ? ["--read-only"] : []),
  user: ({ user }) => [`--user=${user}`],
  restart: ({ restart }) => [`--restart=${restart}`],
  memory: ({ memory }) => [`--memory=${memory}m`],
  memorySwap: ({ memorySwap }) => [`--memory-swap=${memorySwap}m`],
  shmSize: ({ shmSize }) => [`--shm-size=${shmSize}m`],
  destroyGraceSeconds: ({ destroyGraceSeconds }) => [`--stop-timeout=${destroyGraceSeconds}`],
  capabilities: ({ capabilities }) => [
    ...(capabilities?.drops ?? []).map((name) => `--cap-drop=${name}`),
    ...(capabilities?.adds ?? []).map((name) => `--cap-add=${name}`),
  ],
  securityOpts: ({ securityOpts = [] }) => securityOpts.map((option) => `--security-opt=${option}`),
  logDriver: ({ logDriver }) => [`--log-driver=${logDriver}`],
  logOpts: ({ logOpts = {} }) => Object.entries(logOpts).map(([key, value]) => `--log-opt=${key}=${value}`),
  labels: ({ labels = [] }) => labels.map(({ label, value }) => `--label=${label}=${value}`),
  envs: ({ envs = [] }) => envs.map((setting) => `--env=${setting}`),
  hosts: ({ hosts = [] }) => hosts.map(({ host, ip }) => `--add-host=${host}:${ip}`),
  mounts: ({ mounts = [] }) => mounts.map((mount) => `--mount=${mountOption(mount)}`),
  tmpfs: ({ tmpfs = {} }) => Object.entries(tmpfs).map(([path, how]) => `--tmpfs=${path}:${how}`),
  healthcheck: healthOptions,
};

/** Settings that are no options: image and command come last, the rest depends on the slot or is for the provider only. */
const elsewhere = new Set<keyof KnownContainer>([
  "image",
  "command",
  "name",
  "ports",
  "networkMode",
  "networksAdvanced",
  "wait",
  "waitTimeout",
]);

/**
 * The arguments of `docker create` that make the same container as the Docker provider does, save what depends on the
 * slot: its name, its port and its networks.
 * @throws one sentence when a setting has no argument, or a value cannot travel as a line
 */
export function createArguments(container: KnownContainer): string[] {
  const keys = (Object.keys(container) as (keyof KnownContainer)[]).sort();
  const options = keys.flatMap((key) => {
    if (elsewhere.has(key) || container[key] === undefined) return [];
    const translate = translations[key];
    if (translate) return translate(container);
    throw new Error(
      `a release cannot have the setting ${key}; add it to infra/application/release-arguments.ts`,
    );
  });
  const all = [...options, container.image, ...(container.command ?? [])];
  const broken = all.find((argument) => argument === "" || /[\r\n\0]/.test(argument));
  if (broken === undefined) return all;
  throw new Error(
    `${JSON.stringify(broken.slice(0, 60))} is empty or contains a line break, which a release argument must not`,
  );
}

function mountOption({ type, source, target, readOnly }: Mount): string {
  const unfit = [source, target].find((path) => /[",]/.test(path ?? ""));
  if (unfit) throw new Error(`${unfit} contains a comma or a quotation mark, which a mounted path must not`);
  return `type=${type},source=${source},target=${target}${readOnly ? ",readonly" : ""}`;
}

/** Docker's command line knows health checks for a shell only: each word is quoted for it, and the shell steps aside. */
function healthOptions({ healthcheck }: KnownContainer): string[] {
  const { tests = [], interval, timeout, retries, startPeriod } = healthcheck ?? {};
  const [kind, ...words] = tests;
  if (kind !== "CMD") throw new Error(`a release cannot have a health check of kind ${kind}; use a command`);
  const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  return [
    `--health-cmd=exec ${quoted.join(" ")}`,
    `--health-interval=${interval}`,
    `--health-timeout=${timeout}`,
    `--health-retries=${retries}`,
    `--health-start-period=${startPeriod}`,
  ];
}
