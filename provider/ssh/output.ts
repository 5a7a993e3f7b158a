import { Transform, type TransformCallback } from "node:stream";

/** The first line of a remote command's output: anything before it is from the login shell's startup files. */
export const outputMark = "--- tovplay: output begins ---";

const begin = `\n${outputMark}\n`;

/** Output without that of the login shell's startup files; undefined when the command never started. */
export function afterMark(output: string): string | undefined {
  // The final newline may have been stripped if there is no other output.
  const whole = output.endsWith(begin.trimEnd()) ? `${output}\n` : output;
  const at = whole.indexOf(begin);
  return at < 0 ? undefined : whole.slice(at + begin.length);
}

/** Passes only what follows the mark. */
export class AfterMark extends Transform {
  #before: Buffer | undefined = Buffer.alloc(0);

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const all = this.#before ? Buffer.concat([this.#before, chunk]) : chunk;
    const at = this.#before ? all.indexOf(begin) : -begin.length;
    this.#before = at === -1 ? all : undefined;
    done(null, at === -1 ? undefined : all.subarray(at + begin.length));
  }
}
