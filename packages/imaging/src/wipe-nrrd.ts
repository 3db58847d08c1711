import { refuse } from "@nadir/domain";

/** Lines that say something in words: comments, key/value pairs, the content, and names of axes. */
const TEXT = /^(#|[^:]+:=|content:|labels:)/i;

/**
 * A copy of an attached NRRD image without free text: comments (`#`), key/value pairs (`key:=value`), `content` and `labels`
 * are left out (teem, definition of the NRRD file format). Every other line, and the data, are the same bytes. Refuses
 * `TRUNCATED_FILE` where the header does not end.
 */
export function wipeNrrd(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf(10, at);
    if (end < 0)
      return refuse("TRUNCATED_FILE", "The NRRD header does not end with an empty line; the file is cut short.");
    const line = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 256))).replace(/\r$/, "");
    if (!TEXT.test(line)) kept.push(bytes.subarray(at, end + 1));
    at = end + 1;
    if (line !== "") continue;
    kept.push(bytes.subarray(at));
    break;
  }
  const wiped = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const part of kept) {
    wiped.set(part, to);
    to += part.length;
  }
  return wiped;
}
