import { createHash } from "node:crypto";
import { copyFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inState } from "../paths.ts";
import { certificate, certificateFile, tlsKeyFile } from "./authority.ts";
import { ensureContainer } from "./bring-up.ts";
import { LabFailure, sentenceOf } from "./failure.ts";
import { network, s3, s3Container } from "./hosts.ts";
import { bindMount } from "./mount.ts";
import { run } from "./program.ts";
import { finish, say } from "./report.ts";
import { ensureS3Program, findS3Program } from "./s3-program.ts";
import { ensureS3Settings, type S3Settings, settingsIn } from "./s3-settings.ts";

const folder = (): string => inState("lab", "s3");

/** What its container needs. */
export interface S3Container {
  name: string;
  /** Any Linux image; the program is static. */
  image: string;
  program: string;
  /** Folder with the settings, the certificate and all objects. */
  folder: string;
  /** Network options of `docker run`. */
  reach: readonly string[];
  /** Changes with the files that it reads at startup. */
  mark: string;
}

/** Arguments of `docker run` for the stand-in, which runs as the current user so that its files belong to them. */
export function s3Arguments({ name, image, program, folder: data, reach, mark }: S3Container): string[] {
  const { uid, gid } = userInfo();
  return [
    ...["run", "--detach", "--name", name, ...reach, "--user", `${uid}:${gid}`],
    ...["--label", `org.tovplay.lab.settings=${mark}`],
    ...["--memory", "512m", "--memory-swap", "512m", "--read-only", "--cap-drop", "ALL"],
    ...["--security-opt", "no-new-privileges"],
    ...["--mount", bindMount(program, "/s3", true)],
    ...["--mount", bindMount(data, "/srv")],
    ...[image, "/s3", "/srv"],
  ];
}

/** Settings of the stand-in, or undefined when the lab has none. */
export function s3Settings(): S3Settings | undefined {
  return findS3Program() ? settingsIn(folder()) : undefined;
}

/** Starts the stand-in for S3. Without Go or its modules the lab reports that and continues without it. */
export async function ensureS3(image: string): Promise<void> {
  say("s3", "compiling it");
  let program: string;
  try {
    program = await ensureS3Program();
  } catch (error) {
    if (!(error instanceof LabFailure)) throw error;
    say("s3", `not started, so backups have only one repository: ${sentenceOf(error)}`);
    return;
  }
  const settings = ensureS3Settings(folder(), s3.port);
  copyFileSync(certificateFile(s3, "valid"), join(folder(), "server.crt"));
  copyFileSync(tlsKeyFile(s3), join(folder(), "server.key"));
  rmSync(join(folder(), "fault"), { force: true });
  const reach = ["--network", network.name, "--ip", s3.address];
  const mark = createHash("sha256").update(JSON.stringify(settings)).update(certificate(s3, "valid"));
  const wanted = { name: s3Container, image, program, folder: folder(), reach, mark: mark.digest("hex") };
  await ensureContainer(s3Container, s3Arguments(wanted));
  await waitForS3();
  finish("s3");
}

const answers = (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: s3.address, port: s3.port, timeout: 1000 });
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });

async function waitForS3(): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    if (await answers()) return;
    await sleep(250);
  }
  const { stderr } = await run("docker", ["logs", "--tail", "1", s3Container]);
  throw new LabFailure(
    `${s3Container} does not answer after 15 s (${stderr}); see 'docker logs ${s3Container}'`,
  );
}
