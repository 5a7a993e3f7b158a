import { execa } from "execa";
import { z } from "zod";
import type { LabHost } from "../../../lab/hosts.ts";
import { sshArguments } from "../../../lab/ssh.ts";
import type { BackendChanges } from "./backend-changes.ts";
import { composeFile, type Inspected, portShift, serviceName } from "./compose-file.ts";
import type { Contender } from "./contender.ts";
import type { Link } from "./link.ts";
import { compose, folder } from "./programs.ts";

const file = `${folder}/compose.json`;
/** Lists the images that were brought to the host for this. */
const loaded = `${folder}/loaded`;

const backend = "tovplay-backend";

/** `ssh HOST docker compose up -d` for the stack's containers; images are brought by `docker save | ssh docker load`. */
export async function composeUp(link: Link, host: LabHost, { build }: BackendChanges): Promise<Contender> {
  let containers = await deployed(link);
  const write = () => link.run(`cat >${file}`, composeFile(containers));
  const port = backendPort(containers);
  const up = async () => {
    await execa("ssh", [...sshArguments(host), "--", `sudo ${compose} --file ${file} up --detach`]);
  };
  await write();
  await up();
  return {
    name: "ssh docker compose up -d",
    health: `http://127.0.0.1:${port}/api/health`,
    unchanged: up,
    changed: async () => {
      const image = await build();
      const load = ["ssh", [...sshArguments(host), "--", "sudo docker load"]] as const;
      await execa("docker", ["save", image], { buffer: false }).pipe(...load);
      await link.run(`echo ${image} >>${loaded}`);
      containers = containers.map((each) =>
        serviceName(each) === backend ? { ...each, Image: image } : each,
      );
      await write();
      await up();
    },
  };
}

/** Removes the containers and their data. */
export async function composeDown(link: Link): Promise<void> {
  await link.run(`test ! -e ${file} || ${compose} --file ${file} down --volumes --timeout 5`);
  await link.run(`test ! -e ${loaded} || xargs docker rmi <${loaded} >/dev/null`);
}

/** The containers of the stack, as the host's engine knows them. */
export async function deployed(link: Link): Promise<Inspected[]> {
  const all = await link.run("docker inspect $(docker ps --quiet --filter name=^tovplay-)");
  const named = z.array(z.looseObject({ Name: z.string(), Image: z.string() }));
  const containers = named.parse(JSON.parse(all)) as unknown as Inspected[];
  // The image sets its version itself, unless it is overridden.
  for (const { Config } of containers)
    Config.Env = Config.Env.filter((line) => !line.startsWith("TOVPLAY_VERSION="));
  return containers;
}

function backendPort(containers: readonly Inspected[]): number {
  const container = containers.find((each) => serviceName(each) === backend);
  const [binding] = Object.values(container?.HostConfig.PortBindings ?? {}).flat();
  if (!binding) throw new Error("no backend runs on the host; deploy lab-production first");
  return Number(binding.HostPort) + portShift;
}
