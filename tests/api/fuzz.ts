import { tmpdir } from "node:os";
import { execa } from "execa";
import { sessionCookie } from "../../app/backend/src/sign-in/cookies.ts";
import { pythonWith } from "./python.ts";
import type { ServedApi } from "./served-api.ts";

const schemathesis = "4.32.5";

/** What every answer has to fulfil: no error of the server, and nothing that the document does not describe. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

/** Operations that would end the session that the others are tried with. */
const endsSession = [
  "signOut",
  "endSession",
  "endAllSessions",
  "deleteAccount",
  "confirmAccountDeletion",
  "changePassword",
  "endOtherSessions",
];

/** Operations that close a part of the service for everybody, which then answers 503 as it should. */
const closesService = ["setModerationStatus"];

/** How a run of schemathesis ended. */
export interface Fuzzed {
  passed: boolean;
  /** Its summary, at most some 200 lines. */
  report: string;
}

/** Sends what schemathesis makes of the API's own document, as somebody. @param as whose session; null for nobody's */
export async function fuzz(
  api: ServedApi,
  as: "ada" | "mo" | null,
  limits: { seconds: number } | { examples: number },
): Promise<Fuzzed> {
  const bin = await pythonWith(`schemathesis-${schemathesis}`, [`schemathesis==${schemathesis}`]);
  const person = as && api.people[as];
  const ran = await execa(
    `${bin}/schemathesis`,
    [
      ...["run", `${api.url}/api/openapi.json`, "--url", api.url],
      ...["--checks", checks.join(","), "--no-color", "--warnings", "off", "--suppress-health-check", "all"],
      ...("seconds" in limits
        ? ["--max-time", String(limits.seconds)]
        : // Always the same examples: a failure is then the change's.
          ["--max-examples", String(limits.examples), "--seed", "1"]),
      ...(person ? ["--header", `Cookie: ${sessionCookie}=${person.token}`] : []),
      ...[...closesService, ...(person ? endsSession : [])].flatMap((name) => [
        "--exclude-operation-id",
        name,
      ]),
    ],
    // It keeps what it found in the folder it runs in.
    { reject: false, all: true, cwd: tmpdir(), env: { PYTHONDONTWRITEBYTECODE: "1" } },
  );
  return { passed: ran.exitCode === 0, report: ran.all.split("\n").slice(-200).join("\n") };
}
