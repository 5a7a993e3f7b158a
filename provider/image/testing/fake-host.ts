import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";
import type { HostShell, ScriptEnd, ScriptInput } from "../../host-shell.ts";
import type { Store } from "../host-state.ts";
import { imageScriptText } from "../script-text.ts";
import { sha256 } from "./fake-image.ts";

type Name = "load" | "present" | "prune" | "receive" | "survey";
const names: Name[] = ["load", "present", "prune", "receive", "survey"];

/** A host that answers the image scripts like a real one, in memory. */
export class FakeHost implements HostShell {
  readonly host: string;
  /** The scripts that ran. */
  readonly ran: Name[] = [];
  readonly parts = new Map<string, Buffer>();
  readonly pieces = new Map<string, Buffer>();
  /** Images by ID: their layers. */
  readonly images = new Map<string, string[]>();
  readonly blobs = new Set<string>();
  free = 10e9;
  /** Number of bytes after which the connection is lost, for each transfer that is to fail. */
  cuts: number[] = [];
  /** Number of transfers that arrive damaged. */
  damaged = 0;
  /** Errors with which the engine answers the next loads. */
  refusals: string[] = [];
  readonly #store: Store;

  constructor(host: string, store: Store = "classic") {
    this.host = host;
    this.#store = store;
  }

  async run(script: string, { environment = {}, stdin = "" }: ScriptInput = {}): Promise<ScriptEnd> {
    const name = names.find((known) => imageScriptText(`image-${known}.sh`) === script);
    if (!name) throw new Error("an unknown script");
    this.ran.push(name);
    const input = typeof stdin === "string" || Buffer.isBuffer(stdin) ? [Buffer.from(stdin)] : stdin;
    return this[name](environment, Readable.from(input));
  }

  survey({ IMAGE = "" }: Record<string, string>): ScriptEnd {
    const layers = this.images.get(IMAGE);
    if (layers) return end(0, `image ${IMAGE} ${layers.length}\n`);
    return end(
      0,
      [
        `engine 26.1.5 amd64 ${this.#store}`,
        `space transfer / ${this.free}`,
        `space engine / ${this.free}`,
        ...[...this.images.values()].map((chain) => `layers ${chain.join(" ")}`),
        ...[...this.blobs].map((digest) => `blob ${digest}`),
        ...[...this.pieces].map(([digest, bytes]) => `gz ${digest} ${bytes.length}`),
        ...[...this.parts].map(([digest, bytes]) => `part ${digest} ${bytes.length}`),
      ].join("\n"),
    );
  }

  async receive(values: Record<string, string>, stdin: Readable): Promise<ScriptEnd> {
    const { DIGEST = "", OFFSET, SIZE } = values;
    const before = this.parts.get(DIGEST) ?? Buffer.alloc(0);
    if (before.length < Number(OFFSET)) return end(3, `${before.length}`);
    const sent = await buffer(stdin);
    const cut = this.cuts.shift();
    const whole = Buffer.concat([before.subarray(0, Number(OFFSET)), sent.subarray(0, cut)]);
    if (this.damaged-- > 0) whole[0] = 0;
    this.parts.set(DIGEST, whole);
    if (cut !== undefined) throw new Error(`the connection to ${this.host} was lost`);
    if (whole.length < Number(SIZE)) return end(5, `${whole.length}`);
    this.parts.delete(DIGEST);
    if (digestOf(whole) !== DIGEST) return end(4);
    this.pieces.set(DIGEST, whole);
    return end(0);
  }

  async load(values: Record<string, string>, stdin: Readable): Promise<ScriptEnd> {
    const { IMAGE = "", PIECES = "" } = values;
    const documents = new Map<string, string>();
    for await (const entry of stdin.pipe(extract()))
      documents.set(entry.header.name, String(await buffer(entry)));
    const given = PIECES.split(" ").filter(Boolean);
    for (const digest of given) if (!this.pieces.has(digest)) return end(1, "", `no ${digest}.gz`);
    const refusal = this.refusals.shift();
    if (refusal) return end(1, "", refusal);
    const config = [...documents.values()].find((text) => text.includes("diff_ids")) ?? "{}";
    const layers: string[] = JSON.parse(config).rootfs?.diff_ids ?? [];
    const known = (at: number) => this.#knows(layers.slice(0, at + 1), at);
    const missing = layers.find((layer, at) => !given.includes(layer.slice(7)) && !known(at));
    if (missing) return end(1, "", `open ${missing}: no such file`);
    this.images.set(IMAGE, layers);
    for (const digest of given) this.pieces.delete(digest);
    return end(0);
  }

  present({ IMAGE = "" }: Record<string, string>): ScriptEnd {
    return end(0, this.images.has(IMAGE) ? "present\n" : "absent\n");
  }

  prune(): ScriptEnd {
    return end(0);
  }

  #knows(pile: string[], at: number): boolean {
    if (this.#store === "containerd") return this.blobs.has(pile[at]?.slice(7) ?? "");
    return [...this.images.values()].some((chain) => pile.every((layer, place) => chain[place] === layer));
  }
}

function end(code: number, stdout = "", stderr = ""): ScriptEnd {
  return { code, stdout, stderr };
}

function digestOf(compressed: Buffer): string {
  try {
    return sha256(gunzipSync(compressed));
  } catch {
    return "damaged";
  }
}
