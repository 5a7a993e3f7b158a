import { rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Logger } from "@tovplay/runtime/log";
import { safeMessage } from "@tovplay/runtime/safe-error";
import { backUpAndVerify } from "../runs/cycle.ts";
import { listBackups, type OperationContext, verifyRepository } from "../runs/operations.ts";
import type { RunRecord } from "../runs/run-record.ts";
import type { Turns } from "../runs/turns.ts";
import { repositoriesOf } from "../settings.ts";
import {
  type ControlLine,
  type ControlRequest,
  type ControlResult,
  controlRequest,
  controlSocket,
} from "./request.ts";

/** Longest request, in bytes. */
const longestRequest = 4096;

/** Answers the container's commands on a socket, one line of JSON per event. */
export function serveControl(context: OperationContext, turns: Turns, log: Logger): Server {
  const server = createServer((request, response) => {
    const send = (line: ControlLine) => void response.write(`${JSON.stringify(line)}\n`);
    answer(request, response, send)
      .catch((error: unknown) => {
        log.warn({ err: error }, "a command failed");
        send({ error: safeMessage(error) });
      })
      .finally(() => response.end());
  });
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    send: (line: ControlLine) => void,
  ) => {
    const asked = controlRequest.parse(JSON.parse(await bodyOf(request)));
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    const onLine = (line: string) => {
      context.onLine(line);
      send({ progress: line });
    };
    send({ result: await perform(asked, { ...context, onLine }, turns, send) });
  };
  // Left behind if the service was killed.
  rmSync(controlSocket, { force: true });
  return server.listen(controlSocket);
}

async function perform(
  asked: ControlRequest,
  context: OperationContext,
  turns: Turns,
  send: (line: ControlLine) => void,
): Promise<ControlResult> {
  if (asked.command === "list") {
    const listed = await listBackups(context);
    const backups = listed.backups.map((one) => ({
      ...one,
      verifiedAt: context.journal.verifiedAt(one.label) ?? null,
    }));
    return { success: true, backups };
  }
  if (turns.busy()) send({ progress: "waiting for the current run to finish" });
  const runs = await turns.take(() => runAll(asked, context));
  return { success: runs.every(({ success }) => success), runs };
}

async function runAll(
  asked: Exclude<ControlRequest, { command: "list" }>,
  context: OperationContext,
): Promise<RunRecord[]> {
  const all = repositoriesOf(context.settings);
  const chosen = asked.command === "verify" && asked.repository !== undefined ? [asked.repository] : all;
  const unknown = chosen.find((repository) => !all.includes(repository));
  if (unknown !== undefined)
    throw new Error(`there is no repository ${unknown}: choose from ${all.join(", ")}`);
  const runs: RunRecord[] = [];
  for (const repository of chosen) {
    if (asked.command === "backup") runs.push(...(await backUpAndVerify(context, asked.kind, repository)));
    else runs.push(await verifyRepository(context, repository, true));
  }
  return runs;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) {
    body += String(part);
    if (body.length > longestRequest) throw new Error("the request is too long");
  }
  return body;
}
