/** The part of `docker inspect` that goes into a compose file. */
export interface Inspected {
  Name: string;
  Image: string;
  Config: {
    Cmd: string[] | null;
    Entrypoint: string[] | null;
    Env: string[];
    User: string;
    Healthcheck?: { Test: string[]; Interval: number; Timeout: number; StartPeriod: number; Retries: number };
  };
  HostConfig: {
    Memory: number;
    CapDrop: string[] | null;
    SecurityOpt: string[] | null;
    ReadonlyRootfs: boolean;
    ExtraHosts: string[] | null;
    Tmpfs?: Record<string, string> | null;
    PortBindings: Record<string, { HostIp: string; HostPort: string }[]> | null;
    LogConfig: { Type: string; Config: Record<string, string> };
    RestartPolicy: { Name: string };
  };
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[];
  NetworkSettings: { Networks: Record<string, { Aliases: string[] | null }> };
}

/** Added to every published port, so that the copy can run next to the original. */
export const portShift = 20_000;

/** A compose file (as JSON) that declares the same containers, with their own networks, volumes and ports. */
export function composeFile(containers: readonly Inspected[]): string {
  const named = (names: string[]) => Object.fromEntries([...new Set(names)].map((name) => [name, {}]));
  return JSON.stringify({
    name: "bench",
    services: Object.fromEntries(containers.map((each) => [serviceName(each), service(each)])),
    networks: named(containers.flatMap(({ NetworkSettings }) => Object.keys(NetworkSettings.Networks))),
    volumes: named(containers.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? []))),
  });
}

/** Name of the service, without the slot at the end of a release's container name. */
export const serviceName = ({ Name }: Pick<Inspected, "Name">): string =>
  Name.replace(/^\//, "").replace(/-(blue|green)$/, "");

function service(inspected: Inspected): object {
  const { Image, Config, HostConfig, Mounts, NetworkSettings } = inspected;
  const { LogConfig, PortBindings, Tmpfs } = HostConfig;
  return {
    image: Image,
    entrypoint: escaped(Config.Entrypoint),
    command: escaped(Config.Cmd),
    user: Config.User,
    environment: escaped(Config.Env),
    mem_limit: HostConfig.Memory,
    memswap_limit: HostConfig.Memory,
    read_only: HostConfig.ReadonlyRootfs,
    cap_drop: HostConfig.CapDrop ?? [],
    security_opt: HostConfig.SecurityOpt ?? [],
    extra_hosts: HostConfig.ExtraHosts ?? [],
    restart: HostConfig.RestartPolicy.Name,
    logging: { driver: LogConfig.Type, options: LogConfig.Config },
    tmpfs: Object.entries(Tmpfs ?? {}).map(([path, options]) => `${path}:${options}`),
    ports: Object.entries(PortBindings ?? {}).flatMap(([inside, bindings]) =>
      bindings.map(({ HostPort }) => `127.0.0.1:${Number(HostPort) + portShift}:${inside}`),
    ),
    volumes: Mounts.map(({ Type, Name, Source, Destination, RW }) => ({
      type: Type,
      source: Name ?? Source,
      target: Destination,
      read_only: !RW,
    })),
    networks: Object.fromEntries(
      Object.entries(NetworkSettings.Networks).map(([name, { Aliases }]) => [
        name,
        { aliases: Aliases ?? [] },
      ]),
    ),
    ...(Config.Healthcheck ? { healthcheck: healthcheck(Config.Healthcheck) } : {}),
  };
}

/** Compose replaces what follows a single dollar sign with a variable's value. */
const escaped = (texts: string[] | null): string[] | null =>
  texts?.map((text) => text.replaceAll("$", "$$$$")) ?? null;

function healthcheck({ Test, ...times }: NonNullable<Inspected["Config"]["Healthcheck"]>): object {
  const span = (nanoseconds: number) => `${nanoseconds / 1e6}ms`;
  return {
    test: escaped(Test),
    interval: span(times.Interval),
    timeout: span(times.Timeout),
    start_period: span(times.StartPeriod),
    retries: times.Retries,
  };
}
