import { describe, expect, test } from "vitest";
import { problemsOf } from "../problems.ts";
import { type ImageInputs, imageSchema, namesOf } from "./inputs.ts";

const hex = "a1".repeat(32);
const id = `sha256:${hex}`;
const named = `registry.example.org:5000/team/nginx:1.26@${id}`;

describe("the inputs of an image", () => {
  test.each([
    ["an ID with a name", { image: id, delivery: "transfer", name: "tovplay/backend" }],
    ["a name and a digest", { image: named, delivery: "registry" }],
    ["a name and a digest, transferred", { image: `nginx@${id}`, delivery: "transfer", keep: 1 }],
    [
      "a private registry",
      { image: named, delivery: "registry", credentials: { username: "u", password: "p" } },
    ],
  ])("take %s", (_, inputs) => {
    expect(problemsOf(imageSchema, inputs)).toEqual([]);
  });

  test.each([
    ["a tag", { image: "nginx:1.26", delivery: "registry" }, "image"],
    ["an ID from a registry", { image: id, delivery: "registry", name: "nginx" }, "image"],
    ["an ID without a name", { image: id, delivery: "transfer" }, "name"],
    ["a name with a tag", { image: id, delivery: "transfer", name: "nginx:1" }, "name"],
    ["an unknown delivery", { image: named, delivery: "pigeon" }, "delivery"],
    ["keeping no image", { image: named, delivery: "registry", keep: 0 }, "keep"],
  ])("refuse %s", (_, inputs, property) => {
    expect(problemsOf(imageSchema, inputs).map((problem) => problem.property)).toEqual([property]);
  });
});

test.each<[string, ImageInputs, string, string]>([
  ["an ID", { image: id, delivery: "transfer", name: "tovplay/backend" }, "tovplay/backend:a1a1a1a1a1a1", id],
  [
    "a pulled image",
    { image: named, delivery: "registry" },
    "registry.example.org:5000/team/nginx:a1a1a1a1a1a1",
    named,
  ],
  [
    "a transferred image with a name",
    { image: `nginx@${id}`, delivery: "transfer" },
    "nginx:a1a1a1a1a1a1",
    "nginx:a1a1a1a1a1a1",
  ],
])("namesOf tags %s with its digest and gives the reference to look it up", (_, inputs, label, lookup) => {
  expect(namesOf(inputs)).toMatchObject({ label, lookup });
});
