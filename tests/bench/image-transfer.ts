import { performance } from "node:perf_hooks";
import { execa } from "execa";
import { hostNamed, type LabHost } from "../../lab/hosts.ts";
import { hostKey, identityFile } from "../../lab/keys.ts";
import { sshArguments } from "../../lab/ssh.ts";
import { deliver, removeImage } from "../../provider/image/deliver.ts";
import type { ImageInputs } from "../../provider/image/inputs.ts";
import { megabytes } from "../../provider/image/megabytes.ts";
import { sshShell } from "../../provider/ssh/shell.ts";
import { type CheckoutCopy, copyCheckout } from "../stack/checkout-copy.ts";

/** Delivers the backend to the test host `staging`: new, unchanged and with one changed line; compares with `docker save | ssh … docker load`. */
export async function imageTransfer(): Promise<string[]> {
  const host = hostNamed("staging");
  const connection = {
    host: host.address,
    port: 22,
    user: host.user,
    hostKey: hostKey(host),
    identityFile: identityFile(),
  };
  const shell = sshShell(connection, { environment: process.env, owner: "benchmark" });
  const inputs = (image: string): ImageInputs => ({
    connection,
    image,
    name: "scratch-bench/backend",
    delivery: "transfer",
  });
  const copy = copyCheckout();
  try {
    const before = await build(copy);
    changeOneLine(copy);
    const after = await build(copy);
    const bring = async (what: string, image: string) => {
      const { seconds, sentBytes, layersSent } = await deliver(shell, inputs(image), () => {});
      return row(what, sentBytes, seconds, `${layersSent} layers`);
    };
    return [
      await bring("backend, layers missing on the host", before),
      await bring("backend, a second time", before),
      await bring("backend with one changed line", after),
      await plainly(after, host),
    ];
  } finally {
    await removeImage(shell, inputs(`sha256:${"0".repeat(64)}`));
    copy.remove();
  }
}

function changeOneLine(copy: CheckoutCopy): void {
  const file = "app/backend/src/plugins/response-headers.ts";
  copy.edit(file, '"cache-control":', `"x-bench": "${Date.now()}", "cache-control":`);
}

async function build(copy: CheckoutCopy): Promise<string> {
  const program = ["node", "--import", "tsx", "app/image.ts", "backend"];
  const { stdout, all, exitCode } = await copy.tovrun(["exec", "--", ...program]);
  const id = /^sha256:[0-9a-f]{64}$/m.exec(stdout)?.[0];
  if (exitCode !== 0 || !id) throw new Error(`the backend's image was not built: ${all}`);
  return id;
}

async function plainly(image: string, host: LabHost): Promise<string> {
  const start = performance.now();
  const saving = execa("docker", ["save", image], { buffer: false });
  let bytes = 0;
  saving.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await saving.pipe("ssh", [...sshArguments(host), "--", "sudo docker load"]);
  return row("docker save | ssh HOST docker load", bytes, (performance.now() - start) / 1000, "all layers");
}

function row(what: string, bytes: number, seconds: number, layers: string): string {
  return `${what.padEnd(40)} ${megabytes(bytes).padStart(9)} ${seconds.toFixed(1).padStart(5)} s  ${layers}`;
}
