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
  ["a value that is missing", {}, ["apply"]],
  ["a value that is wrong", { apply: 1 }, ["apply"]],
  ["nothing about a value that is not known yet", { apply: unknownValue }, []],
  ["nothing about a good value", { apply: "true" }, []],
])("refuses %s", async (_, inputs, properties) => {
  expect(await check(inputs)).toEqual(properties);
});

test("a preview runs nothing, and knows what an update will not change", async () => {
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

test("an update that fails is the script's sentence, and no new state", async () => {
  const inputs = toStruct({ apply: "echo 'the disk is full; free some' >&2; exit 1" });
  const request = new proto.UpdateRequest().setUrn(urn).setOlds(inputs).setNews(inputs);
  await expect(answers.update(request)).rejects.toThrow("this machine: the disk is full; free some");
});

test("a difference on the host alone is told as such", async () => {
  const inputs = toStruct({ apply: "true" });
  const olds = toStruct({ apply: "true", observed: "changed", applied: "as it was" });
  const request = new proto.DiffRequest().setUrn(urn).setOlds(olds).setOldInputs(inputs).setNews(inputs);
  const response = await answers.diff(request);
  expect(response.getDiffsList()).toEqual(["observed"]);
  expect(response.getDetaileddiffMap().get("observed")?.getInputdiff()).toBe(false);
});
