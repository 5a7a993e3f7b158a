import { createHash } from "node:crypto";
import { AwsClient } from "aws4fetch";
import { execa } from "execa";
import type { S3Settings } from "../../../lab/s3-settings.ts";
import { until } from "../testing/until.ts";
import { type Fault, startS3 } from "./s3-container.ts";

/** What a store answered. */
export interface Answer {
  status: number;
  text: string;
  /** Code of an error of S3, also of one in a response with status 200. */
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
  /** Makes it fail in this way, or work again. */
  fault(kind?: Fault): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the stand-in, on loopback and without TLS. */
export async function startObjectStore(program: string): Promise<ObjectStore> {
  const store = await startS3(program, { port: 8080, reach: ["--publish", "127.0.0.1::8080"] });
  const { stdout } = await execa("docker", ["port", store.name, "8080/tcp"]);
  const url = `http://${stdout.trim()}`;
  await until("the store answers", async () => (await fetch(`${url}/health`)).ok);
  return {
    ...clients(`${url}/${store.settings.bucket}`, store.settings),
    fault: store.fault,
    stop: store.stop,
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
