/** What the launchers say: headings, progress, results. All on standard error, so that standard output stays free for results. */
const started = Date.now();

/** `0.4 s`, `12 s`, `3 min 05 s`. */
export function duration(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

export const say = (line = "") => process.stderr.write(`${line}\n`);
export const heading = (title) => say(`\n── ${title} ${"─".repeat(Math.max(3, 74 - title.length))}`);
export const sinceStart = () => duration(Date.now() - started);

/** A line that is rewritten in place on a terminal, and printed at most every `everyMs` elsewhere. */
export function progressLine(everyMs = 5_000) {
  const live = process.stderr.isTTY === true;
  let last = 0;
  return {
    show(text) {
      if (live) process.stderr.write(`\r\u001b[K  ${text.slice(0, (process.stderr.columns ?? 100) - 4)}`);
      else if (Date.now() - last >= everyMs) {
        last = Date.now();
        say(`  ${text}`);
      }
    },
    done(text) {
      if (live) process.stderr.write("\r\u001b[K");
      say(`  ${text}`);
    },
  };
}

/** A failure with a sentence and a way out: printed without a stack, because the reader is not expected to read code. */
export class Stop extends Error {
  constructor(sentence, detail = "") {
    super(sentence);
    this.detail = detail;
  }
}

/** Prints why the launcher stopped and sets the exit status. */
export function stopWith(error) {
  say();
  if (error instanceof Stop) {
    if (error.detail) say(`${error.detail}\n`);
    say(`✗ ${error.message}`);
  } else say(`✗ ${error?.stack ?? error}`);
  process.exitCode = 1;
}
