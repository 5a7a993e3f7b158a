import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test, vi } from "vitest";
import { ImageDelivery, type ImageDeliveryArgs } from "./image-delivery.ts";

const made: pulumi.runtime.MockResourceArgs[] = [];

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: (args) => {
      made.push(args);
      return { id: args.name, state: { ...args.inputs, imageId: "sha256:there" } };
    },
    call: ({ inputs }) => inputs,
  }),
);

const context = { stack: "staging", filesDirectory: "/files", running: true };
const settled = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

test.each<[string, Pick<ImageDeliveryArgs, "image" | "delivery">, string]>([
  ["its ID", { image: "sha256:a1", delivery: "transfer" }, "sha256:a1"],
  [
    "its name and digest, if it is pulled",
    { image: "nginx@sha256:a1", delivery: "registry" },
    "nginx@sha256:a1",
  ],
  [
    "the ID it has there, if a name was transferred",
    { image: "nginx@sha256:a1", delivery: "transfer" },
    "sha256:there",
  ],
])("an image is run by %s", async (_, args, runs) => {
  const delivery = new ImageDelivery(runs, { context, name: "tovplay/nginx", ...args });
  expect(await settled(delivery.imageId)).toBe(runs);
  const registered = () => made.find(({ name }) => name === `${runs}-image`);
  const { type, inputs } = (await vi.waitUntil(registered)) ?? {};
  expect([type, inputs?.name, inputs?.image]).toEqual([
    "tovplay-host:index:Image",
    "tovplay/nginx",
    args.image,
  ]);
});
