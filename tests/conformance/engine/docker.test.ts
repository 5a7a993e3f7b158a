import { randomUUID } from "node:crypto";
import * as docker from "@pulumi/docker";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixedAtCreation } from "../../../infra/container/container.ts";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { baseImage } from "../testing/images.ts";

const name = `scratch-conformance-${randomUUID().slice(0, 8)}`;
let stack: Deployment;
let image: string;

beforeAll(async () => {
  image = await baseImage("debian", "debian:trixie-slim");
  stack = await deployment("docker");
});

afterAll(() => stack?.close());

function program(greeting: string, mounted = "/etc/hostname") {
  return async () => {
    const network = new docker.Network("network", { name, driver: "bridge" });
    const volume = new docker.Volume("volume", { name });
    const local = new docker.RemoteImage("image", { name: image, keepLocally: true });
    const settings: docker.ContainerArgs = {
      name,
      image: local.imageId,
      command: ["sleep", "600"],
      envs: [`GREETING=${greeting}`],
      networksAdvanced: [{ name: network.name }],
      volumes: [{ volumeName: volume.name, containerPath: "/data" }],
      labels: [{ label: "stack", value: "conformance" }],
      mounts: [{ type: "bind", source: mounted, target: "/mounted", readOnly: true }],
      memory: 64,
      memorySwap: 64,
      init: true,
      destroyGraceSeconds: 1,
      logDriver: "json-file",
      logOpts: { "max-size": "1m" },
    };
    const options = { deleteBeforeReplace: true, replaceOnChanges: fixedAtCreation };
    const container = new docker.Container("container", settings, options);
    return { id: container.id };
  };
}

const inspect = (format: string) =>
  execa("docker", ["inspect", "--format", format, name]).then(({ stdout }) => stdout);

describe("docker", () => {
  test("creates a network, a volume and a container, and then has nothing to do", async () => {
    expect((await stack.preview(program("one"))).map(({ op }) => op)).toEqual(Array(4).fill("create"));
    const { outputs } = await stack.up(program("one"));
    expect(await inspect("{{.Id}} {{.State.Running}}")).toBe(`${outputs.id?.value} true`);
    expect(await stack.preview(program("one"))).toEqual([]);
    expect(await stack.drift(program("one"))).toEqual([]);
  });

  test("replaces the container when its environment changes", async () => {
    const { steps } = await stack.up(program("two"));
    expect(steps).toContainEqual(
      expect.objectContaining({
        op: "replace",
        name: "container",
        changes: [expect.stringMatching(/^~envs.*!$/)],
      }),
    );
    expect(await inspect("{{.Config.Env}}")).toContain("GREETING=two");
  });

  test("replaces the container when only the path of a mounted file changes", async () => {
    const { steps } = await stack.up(program("two", "/etc/os-release"));
    expect(steps).toContainEqual(expect.objectContaining({ op: "replace", name: "container" }));
    expect(await inspect("{{range .Mounts}}{{.Source}} {{end}}")).toContain("/etc/os-release");
    await stack.up(program("two"));
  });

  test("shows that the container was removed by hand", async () => {
    await execa("docker", ["rm", "--force", name]);
    expect(await stack.drift(program("two"))).toContainEqual(
      expect.objectContaining({ op: "create", name: "container" }),
    );
    await stack.refresh();
    await stack.up(program("two"));
  });

  test("leaves nothing behind", async () => {
    await stack.destroy();
    for (const kind of ["container", "network", "volume"]) {
      await expect(execa("docker", [kind, "inspect", name])).rejects.toThrow(/No such|not found/i);
    }
  });
});
