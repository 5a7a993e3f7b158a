import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { remote, type types } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { type SshServer, startSshServer } from "../testing/ssh-server.ts";

let host: SshServer;
let stack: Deployment;
let folder: string;

beforeAll(async () => {
  host = await startSshServer();
  folder = await mkdtemp(join(tmpdir(), "tovplay-conformance-files-"));
  stack = await deployment("remote-command");
});

afterAll(async () => {
  try {
    await stack?.close();
  } finally {
    await host?.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

const quiet = { logging: remote.Logging.None };
type Connection = types.input.remote.ConnectionArgs;

const connection = (rest: Partial<Connection> = {}): Connection => ({
  host: "127.0.0.1",
  port: host.port,
  user: "root",
  privateKey: host.privateKey,
  hostKey: host.hostKey,
  dialErrorLimit: 2,
  ...rest,
});

function program(text: string, trigger = "a") {
  return async () => {
    const command = new remote.Command("file", {
      connection: connection(),
      create: 'cat > /root/file && echo "$GREETING $(hostname)"',
      update: 'cat > /root/file && echo "was: $PULUMI_COMMAND_STDOUT"',
      delete: "rm -f /root/file",
      environment: { GREETING: text },
      stdin: pulumi.secret(`hidden ${text}`),
      triggers: [trigger],
      ...quiet,
    });
    const plain = new remote.Command("plain", { connection: connection(), create: "echo plain", ...quiet });
    return { file: command.stdout, plain: plain.stdout };
  };
}

describe("command:remote:Command", () => {
  test("creates resources on the host, and then has nothing to do", async () => {
    expect((await stack.preview(program("one"))).map(({ op }) => op)).toEqual(["create", "create"]);
    const { outputs } = await stack.up(program("one"));
    expect(outputs.file?.value).toBe(`one ${await host.shell("hostname")}`);
    expect(outputs.file?.secret).toBe(true);
    expect(outputs.plain?.value).toBe("plain");
    expect(await host.shell("cat /root/file")).toBe("hidden one");
    expect(await stack.preview(program("one"))).toEqual([]);
    expect(await stack.drift(program("one"))).toEqual([]);
  });

  test("keeps the key and the input encrypted in the state", async () => {
    const state = await stack.state();
    expect(state).not.toContain("OPENSSH PRIVATE KEY");
    expect(state).not.toContain("hidden one");
  });

  test("updates, replaces and deletes resources", async () => {
    const updated = await stack.up(program("two"));
    expect(updated.steps).toEqual([expect.objectContaining({ op: "update", name: "file" })]);
    expect(updated.outputs.file?.value).toMatch(/^was: one/);
    const replaced = await stack.up(program("two", "b"));
    expect(replaced.steps.map(({ op }) => op)).toContain("replace");
    await stack.up(program("two"));
    await stack.destroy();
    await expect(host.shell("test ! -e /root/file")).resolves.toBe("");
  });

  test("reaches a host through another one", async () => {
    const proxied = async () => {
      const inside = connection({ port: 22, proxy: connection() });
      const command = new remote.Command("proxied", { connection: inside, create: "echo through", ...quiet });
      return { out: command.stdout };
    };
    expect((await stack.up(proxied)).outputs.out?.value).toBe("through");
  });

  const otherKey =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqfEmRyVvGnNYEVhKMxM1LkRZuYy8cWmJ3m0Z0Yv0Zq other@example.org";
  const refused: [string, () => Partial<Connection>, RegExp][] = [
    ["another host key", () => ({ hostKey: otherKey, dialErrorLimit: -1 }), /host key/],
    ["a closed port", () => ({ port: 1 }), /after 2 failed attempts/],
    ["an invalid key", () => ({ privateKey: "nonsense" }), /key/],
  ];
  test.each(refused)("refuses %s", async (_, rest, message) => {
    const bad = async () =>
      void new remote.Command("bad", { connection: connection(rest()), create: "true", ...quiet });
    await expect(stack.up(bad)).rejects.toThrow(message);
  });

  test("reports what a failing command printed", async () => {
    const failing = async () =>
      void new remote.Command("failing", {
        connection: connection(),
        create: "echo why >&2; exit 7",
        ...quiet,
      });
    await expect(stack.up(failing)).rejects.toThrow(/status 7[\s\S]*why/);
  });
});

describe("command:remote:CopyToRemote", () => {
  const copy = (source: pulumi.asset.Asset | pulumi.asset.Archive, remotePath: string) => async () =>
    void new remote.CopyToRemote("copy", { connection: connection(), source, remotePath });

  test("copies a text, and copies it again when it changes", async () => {
    const text = (content: string) => copy(new pulumi.asset.StringAsset(content), "/srv/new/text");
    await stack.up(text("one"));
    expect(await host.shell("cat /srv/new/text")).toBe("one");
    expect(await stack.preview(text("one"))).toEqual([]);
    const { steps } = await stack.up(text("two"));
    expect(steps).toEqual([expect.objectContaining({ op: "update", name: "copy" })]);
    expect(await host.shell("cat /srv/new/text")).toBe("two");
  });

  test("copies a file and a folder", async () => {
    await mkdir(join(folder, "site/sub"), { recursive: true });
    await writeFile(join(folder, "site/sub/page"), "page");
    await stack.up(copy(new pulumi.asset.FileAsset(join(folder, "site/sub/page")), "/srv/page"));
    expect(await host.shell("cat /srv/page")).toBe("page");
    await stack.up(copy(new pulumi.asset.FileArchive(join(folder, "site")), "/srv"));
    expect(await host.shell("cat /srv/site/sub/page")).toBe("page");
  });
});
