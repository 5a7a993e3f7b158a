import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostShell } from "../../host-shell.ts";
import { localShell } from "../../local-shell.ts";

/** A `docker` that keeps each tag as a file `images/TAG` with the image's ID, and records its calls. */
const docker = `#!/bin/sh
echo "$*" >>"$STUB/calls"
for last; do :; done
file() { echo "$STUB/images/$(echo "$1" | tr / +)"; }
case "$1 $2" in
"version --format") if [ -f "$STUB/down" ]; then echo "Cannot connect to the Docker daemon" >&2; exit 1; fi; echo "26.1.5 amd64" ;;
"info --format") case $3 in *Root*) echo "$STUB" ;; *) echo null ;; esac ;;
"image ls") ls "$STUB/images" >/dev/null; cat "$STUB"/images/* 2>/dev/null ;;
"image inspect")
  [ -f "$(file "$last")" ] || grep -qsx "$last" "$STUB"/images/* || exit 1
  id=$(cat "$(file "$last")" 2>/dev/null || echo "$last")
  case $4 in
  layers*) echo "layers sha256:l1 sha256:l2" ;;
  *len*) echo "$id 2" ;;
  *RepoDigests*) echo "$last" ;;
  *RepoTags*) grep -lsx "$id" "$STUB"/images/* || true ;;
  image*) echo "image $id" ;;
  *) echo "$id" ;;
  esac ;;
"image rm") rm "$(file "$last")" ;;
"tag "*) cat "$(file "$2")" >"$STUB/tagged" 2>/dev/null || echo "$2" >"$STUB/tagged"; mv "$STUB/tagged" "$(file "$3")" ;;
"ps "*) cat "$STUB/containers" 2>/dev/null || true ;;
"inspect --format") shift 3; echo "$@" ;;
"login --username") cat >"$STUB/password"; echo "$DOCKER_CONFIG" >"$STUB/config"; if [ -f "$STUB/refused" ]; then echo "unauthorized" >&2; exit 1; fi ;;
"pull "*) if [ -f "$STUB/unreachable" ]; then echo "no such host" >&2; exit 1; fi; echo sha256:pulled >"$(file "$2")"; echo "abc: Pull complete" ;;
"load ") tar -tf - | sort >"$STUB/loaded"; if [ -f "$STUB/refuses" ]; then echo "no space left on device" >&2; exit 1; fi; echo sha256:new >"$STUB/images/new" ;;
*) echo "docker $*?" >&2; exit 99 ;;
esac
`;

/** A host in a local folder: the real scripts and the real shell with the engine above. */
export class StubEngine {
  readonly folder = mkdtempSync(join(tmpdir(), "tovplay-engine-"));
  readonly shell: HostShell;

  constructor() {
    mkdirSync(join(this.folder, "bin"));
    mkdirSync(join(this.folder, "images"));
    writeFileSync(join(this.folder, "bin/docker"), docker);
    chmodSync(join(this.folder, "bin/docker"), 0o755);
    const own = {
      PATH: `${join(this.folder, "bin")}:${process.env.PATH}`,
      STUB: this.folder,
      FOLDER: join(this.folder, "state"),
    };
    this.shell = {
      host: "203.0.113.7",
      run: (script, input) =>
        localShell.run(script, { ...input, environment: { ...input?.environment, ...own } }),
    };
  }

  /** Lines of a file in the folder; empty when it does not exist. */
  lines(file: string): string[] {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  }

  write(file: string, content: string): void {
    writeFileSync(join(this.folder, file), content);
  }

  /** Tags of all images, as `name:tag`. */
  tags(): string[] {
    return readdirSync(join(this.folder, "images"))
      .map((name) => name.replaceAll("+", "/"))
      .sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
