import { expect, test } from "vitest";
import { readSurvey } from "./host-state.ts";

test("readSurvey reads the host's layers, files and free space", () => {
  const printed = `engine 26.1.5+dfsg1 amd64 classic
space transfer / 1000
space engine /var/lib/docker 2000
layers sha256:a sha256:b
layers sha256:a
gz 11 30
part 22 40
`;
  expect(readSurvey(printed)).toEqual({
    state: {
      version: "26.1.5+dfsg1",
      architecture: "amd64",
      store: "classic",
      transferSpace: { mount: "/", bytes: 1000 },
      engineSpace: { mount: "/var/lib/docker", bytes: 2000 },
      chains: [["sha256:a", "sha256:b"], ["sha256:a"]],
      blobs: new Set(),
      pieces: new Map([["11", 30]]),
      parts: new Map([["22", 40]]),
    },
  });
});

test("readSurvey reads that the image is present", () => {
  expect(readSurvey("image sha256:a 3\n")).toEqual({ present: { id: "sha256:a", layers: 3 } });
});

test.each(["", "engine 26.1.5 amd64 other", "hello"])("readSurvey refuses the output %j", (printed) => {
  expect(() => readSurvey(printed)).toThrow(/image-survey\.sh printed unexpected output/);
});
