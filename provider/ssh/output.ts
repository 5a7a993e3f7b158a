import { Transform, type TransformCallback } from "node:stream";

/** The line with which the output of a remote command begins: what comes before is of the login shell's own files. */
export const outputMark = "--- tovplay: output begins ---";

const begin = `\n${outputMark}\n`;

/** Output without what a login shell's own files have printed; undefined when the command never began. */
export function afterMark(output: string): string | undefined {
  // Of an output that was nothing more, the last end of line may have been stripped.
  const whole = output.endsWith(begin.trimEnd()) ? `${output}\n` : output;
  const at = whole.indexOf(begin);
  return at < 0 ? undefined : whole.slice(at + begin.length);
}

/** Lets pass what follows the mark. */
export class AfterMark extends Transform {
  #before: Buffer | undefined = Buffer.alloc(0);

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const all = this.#before ? Buffer.concat([this.#before, chunk]) : chunk;
    const at = this.#before ? all.indexOf(begin) : -begin.length;
    this.#before = at === -1 ? all : undefined;
    done(null, at === -1 ? undefined : all.subarray(at + begin.length));
  }
}
