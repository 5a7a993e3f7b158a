import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, test } from "vitest";
import { hostStep } from "./host-step.ts";
import { localShell } from "./local-shell.ts";
import { service } from "./service.ts";
import { toProperties, toStruct, unknownValue } from "./values.ts";

const shellOf = () => localShell;
const kind = hostStep(shellOf, () => ({}));
const answers = service({ kindOf: () => kind, shellOf, reportOf: () => () => undefined });
const urn = "urn:pulumi:test::tovplay::tovplay:infra:HostFile$tovplay-host:index:File::example";

const check = async (inputs: Record<string, unknown>) => {
  const response = await answers.check(new proto.CheckRequest().setUrn(urn).setNews(toStruct(inputs)));
  return response.getFailuresList().map((failure) => failure.getProperty());
};

test.each([
  ["a missing value", {}, ["apply"]],
  ["an invalid value", { apply: 1 }, ["apply"]],
  ["no value that is not known yet", { apply: unknownValue }, []],
  ["no valid value", { apply: "true" }, []],
])("check refuses %s", async (_, inputs, properties) => {
  expect(await check(inputs)).toEqual(properties);
});

test("a preview of a creation runs nothing and returns unknown outputs", async () => {
  const inputs = { apply: "exit 1", environment: { A: "1" } };
  const request = new proto.CreateRequest().setUrn(urn).setProperties(toStruct(inputs)).setPreview(true);
  const response = await answers.create(request);
  expect(toProperties(response.getProperties())).toEqual({
    ...inputs,
    stdout: unknownValue,
    observed: unknownValue,
    applied: unknownValue,
  });
});

test("a failed update reports the script's error and returns no new state", async () => {
  const inputs = toStruct({ apply: "echo 'the disk is full; free some' >&2; exit 1" });
  const request = new proto.UpdateRequest().setUrn(urn).setOlds(inputs).setNews(inputs);
  await expect(answers.update(request)).rejects.toThrow("this machine: the disk is full; free some");
});

test("a difference only on the host is not reported as an input change", async () => {
  const inputs = toStruct({ apply: "true" });
  const olds = toStruct({ apply: "true", observed: "changed", applied: "as it was" });
  const request = new proto.DiffRequest().setUrn(urn).setOlds(olds).setOldInputs(inputs).setNews(inputs);
  const response = await answers.diff(request);
  expect(response.getDiffsList()).toEqual(["observed"]);
  expect(response.getDetaileddiffMap().get("observed")?.getInputdiff()).toBe(false);
});
