import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EngineEvent, LocalWorkspace, type PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { pack } from "./engine.ts";

/** What the pack reports about a program at a preview. */
export interface Judgement {
  /** The preview failed. */
  refused: boolean;
  /** `[LEVEL] RULE: MESSAGE`, one each. */
  findings: string[];
}

/** Previews a program as a stack of its own, with the policy pack. */
export async function judge(stackName: string, program: PulumiFn): Promise<Judgement> {
  const folder = await mkdtemp(join(tmpdir(), "tovplay-judge-"));
  const findings: string[] = [];
  const onEvent = ({ policyEvent }: EngineEvent) => {
    if (policyEvent) findings.push(findingOf(policyEvent));
  };
  try {
    const stack = await LocalWorkspace.createStack(
      { stackName, projectName: "tovplay", program },
      {
        workDir: folder,
        projectSettings: { name: "tovplay", runtime: "nodejs", backend: { url: `file://${folder}` } },
        envVars: { PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_CONFIG_PASSPHRASE: "only a test" },
      },
    );
    const refused = await stack.preview({ policyPacks: [pack], onEvent }).then(
      () => false,
      () => true,
    );
    return { refused, findings };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function findingOf({
  enforcementLevel,
  policyName,
  message,
}: NonNullable<EngineEvent["policyEvent"]>): string {
  const said = message.trimEnd().split("\n").at(-1) ?? "";
  return `[${enforcementLevel}] ${policyName}: ${said}`;
}
