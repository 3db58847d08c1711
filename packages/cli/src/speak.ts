import { writeFile } from "node:fs/promises";
import type { Problem } from "@nadir/domain";
import { Ended, UNREAD } from "./ended.ts";

/** A line for people, on standard error. */
export const message = (line: string): void => void process.stderr.write(`${line}\n`);

/** Problems as sentences, each with its place, what was found and what would be right. */
export function problemLines(problems: readonly Problem[]): string[] {
  const lines = problems.map((problem) => {
    const { file, row, column, path } = problem.where ?? {};
    // A table has rows; a manifest or another text has lines, as its own sentence calls them.
    const unit = /\.(ya?ml|json)$/i.test(file ?? "") ? "line" : "row";
    const place = [file, row && `${unit} ${row}`, column && `column ${column}`, path].filter(Boolean).join(", ");
    return `✗ ${problem.code}${place ? ` (${place})` : ""}: ${problem.message}`;
  });
  return lines.length > 1 ? [...lines, `${lines.length} problems; nothing was changed.`] : lines;
}

/**
 * The result of a command: one line of JSON on standard output, or, with `out`, a file (indented) and one line about it
 * on standard error.
 */
export async function result(value: unknown, out?: string): Promise<void> {
  if (out === undefined) return line(JSON.stringify(value));
  await writeFile(out, `${JSON.stringify(value, null, 2)}\n`);
  message(`written: ${out}`);
}

/** One line on standard output; resolves when it is really out, so that a pipe loses nothing at exit. */
export function line(text: string): Promise<void> {
  return new Promise((resolve, reject) =>
    process.stdout.write(`${text}\n`, (error) => {
      if (error) reject(isReaderGone(error) ? new Ended(UNREAD) : error);
      else resolve();
    }),
  );
}

const isReaderGone = (error: NodeJS.ErrnoException): boolean => error.code === "EPIPE";

/** Whoever reads the output may go before its end, as `head` does: the work is not ended by that, nor is it told as a fault. */
export function letReaderGo(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error) => {
      if (!isReaderGone(error)) throw error;
    });
}

export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

/** Progress with counts: rewritten in place on a terminal; elsewhere a line when a step begins, every 5 s, and when it ends. */
export function progressSpeaker(prefix = ""): (progress: Progress) => void {
  const live = process.stderr.isTTY === true;
  let step = "";
  let last = 0;
  return ({ step: name, done, total }) => {
    const now = Date.now();
    const ended = done >= total;
    const text = `${prefix}${name}: ${done} of ${total}`;
    if (live) process.stderr.write(`\r\u001b[K  ${text}${ended ? "\n" : ""}`);
    else if (name !== step || ended || now - last > 5_000) {
      last = now;
      if (ended || name === step) message(`  ${text}`);
    }
    step = name;
  };
}
