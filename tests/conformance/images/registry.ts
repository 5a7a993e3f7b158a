import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { type FakeImage, sha256 } from "../../../provider/image/testing/fake-image.ts";

/** A registry on loopback, where engines do not require TLS, with one image in it. */
export interface Registry {
  /** `127.0.0.1:PORT/name@sha256:…` of its image. */
  reference: string;
  /** Paths of all requests that were not refused. */
  served: string[];
  stop(): Promise<void>;
}

const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

/** Serves an image over the registry protocol, read-only, and only to the user if one is named (`user:password`). */
export async function startRegistry(image: FakeImage, user?: string): Promise<Registry> {
  const layers = [...image.content.values()].map((layer) => gzipSync(layer));
  const described = (content: Buffer, mediaType: string) => ({
    mediaType,
    size: content.length,
    digest: `sha256:${sha256(content)}`,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: described(image.config, "application/vnd.docker.container.image.v1+json"),
      layers: layers.map((layer) => described(layer, "application/vnd.docker.image.rootfs.diff.tar.gzip")),
    }),
  );
  const files = new Map([manifest, image.config, ...layers].map((file) => [sha256(file), file]));
  const served: string[] = [];
  const expected = user && `Basic ${Buffer.from(user).toString("base64")}`;
  const server = createServer(({ url = "", headers }, response) => {
    if (expected && headers.authorization !== expected) return refuse(response);
    served.push(url);
    const file = url === "/v2/" ? Buffer.from("{}") : files.get(url.split("sha256:")[1] ?? "");
    const type = file === manifest ? manifestType : "application/octet-stream";
    response.writeHead(file ? 200 : 404, { "content-type": type, "content-length": file?.length ?? 0 });
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    reference: `127.0.0.1:${port}/conformance/image@sha256:${sha256(manifest)}`,
    served,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(response: ServerResponse): void {
  response.writeHead(401, { "www-authenticate": 'Basic realm="conformance"' }).end();
}
