import { expect, test } from "vitest";
import { describeTaken, publishedPorts } from "./ports.ts";

test.each([
  ["127.0.0.1:8080->80/tcp", [8080]],
  ["0.0.0.0:5432->5432/tcp, :::5432->5432/tcp", [5432, 5432]],
  ["127.0.0.1:9000-9002->9000-9002/tcp", [9000, 9001, 9002]],
  ["80/tcp", []],
  ["", []],
])("reads the host's ports out of %j", (text, ports) => {
  expect(publishedPorts(text)).toEqual(ports);
});

test("says which port is taken by what, and how to choose another", () => {
  const taken = [{ service: "nginx", port: 8080, holder: "python3 (process 812)" }];
  expect(describeTaken(taken)).toBe(
    "port 8080 (nginx) is in use by python3 (process 812); stop it, or choose another port in Pulumi.local.yaml (tovplay:ports: {nginx: 18080})",
  );
});
