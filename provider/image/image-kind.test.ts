import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { imageKind } from "./image-kind.ts";
import { FakeHost } from "./testing/fake-host.ts";

const id = `sha256:${randomBytes(32).toString("hex")}`;
const inputs = { image: id, delivery: "transfer", name: "tovplay/backend" };
const host = new FakeHost("203.0.113.8");
const kind = imageKind(() => host);

test("an image that was removed from the host is drift", async () => {
  host.images.set(id, ["sha256:layer"]);
  const made = { ...inputs, ...(await kind.apply(inputs, () => {})) };
  expect(made).toEqual({ ...inputs, imageId: id, present: true });
  expect(kind.drifted({ ...made, ...(await kind.observe(made)) })).toEqual([]);
  host.images.clear();
  expect(kind.drifted({ ...made, ...(await kind.observe(made)) })).toEqual(["present"]);
});

test("the progress lines of a delivery end with the bytes sent", async () => {
  host.images.set(id, ["sha256:layer"]);
  const lines: string[] = [];
  await kind.apply(inputs, (line) => lines.push(line));
  expect(lines.at(-1)).toMatch(/^tovplay\/backend:[0-9a-f]{12} is on 203\.0\.113\.8: 0\.0 MB sent in /);
});
