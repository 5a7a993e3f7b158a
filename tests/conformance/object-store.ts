import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsClient } from "aws4fetch";
import { execa } from "execa";
import { s3Arguments } from "../../lab/s3.ts";
import { ensureS3Settings, type S3Settings } from "../../lab/s3-settings.ts";
import { baseImage } from "./images.ts";
import { until } from "./until.ts";

/** What a store answered. */
export interface Answer {
  status: number;
  text: string;
  /** Code of an error of S3, also of one within an answer that is called a success. */
  code: string | undefined;
  version: string;
}

/** Sends a signed request about the bucket. @param path below the bucket: `/KEY`, `?QUERY` or empty */
export type Ask = (
  method: string,
  path: string,
  body?: string,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** The lab's stand-in for S3 in a container of a test. */
export interface ObjectStore {
  root: Ask;
  writer: Ask;
  nobody: Ask;
  /** Lets it have the trouble of that name, or none. */
  trouble(name?: "errors" | "slow"): void;
  stop(): Promise<void>;
}

/** Starts the stand-in, on loopback and without TLS. */
export async function startObjectStore(program: string): Promise<ObjectStore> {
  const name = `scratch-conformance-${randomUUID().slice(0, 8)}`;
  const folder = mkdtempSync(join(tmpdir(), "tovplay-object-store-"));
  const settings = ensureS3Settings(folder, 8080);
  const image = await baseImage("debian", "debian:trixie-slim");
  const reach = ["--publish", "127.0.0.1::8080"];
  await execa("docker", s3Arguments({ name, image, program, folder, reach, mark: "none" }));
  const { stdout } = await execa("docker", ["port", name, "8080/tcp"]);
  const url = `http://${stdout.trim()}`;
  await until("the store answers", async () => (await fetch(`${url}/health`)).ok);
  const file = join(folder, "trouble");
  return {
    ...clients(`${url}/${settings.bucket}`, settings),
    trouble: (kind) => (kind ? writeFileSync(file, kind) : rmSync(file, { force: true })),
    stop: async () => {
      await execa("docker", ["rm", "--force", name]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function clients(bucket: string, { root, writer, region }: S3Settings) {
  const signed = ({ keyId, secret }: S3Settings["root"]): Ask => {
    const client = new AwsClient({
      accessKeyId: keyId,
      secretAccessKey: secret,
      service: "s3",
      region,
      // An error is what the tests look for.
      retries: 0,
    });
    return asking(bucket, (url, init) => client.fetch(url, init));
  };
  return { root: signed(root), writer: signed(writer), nobody: asking(bucket, fetch) };
}

function asking(bucket: string, send: (url: string, init: RequestInit) => Promise<Response>): Ask {
  return async (method, path, body, headers = {}) => {
    const content = body ? { "content-md5": createHash("md5").update(body).digest("base64") } : {};
    const response = await send(`${bucket}${path}`, {
      method,
      headers: { ...content, ...headers },
      ...(body ? { body } : {}),
    });
    const text = await response.text();
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
    return { status: response.status, text, code, version: response.headers.get("x-amz-version-id") ?? "" };
  };
}
