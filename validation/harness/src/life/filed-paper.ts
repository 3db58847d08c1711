import { isDeepStrictEqual } from "node:util";
import type { SOFTWARE } from "../software.ts";

export type Software = Partial<typeof SOFTWARE>;

/** A paper of a report as it was filed, and the same result set by this version. */
export interface FiledPaper {
  readonly kept: Uint8Array;
  readonly rendered: Uint8Array;
  /** Whether the result that is verified is the filed one. */
  readonly resultIsFiled: boolean;
  /** What set the kept paper, as the log has it; null where it was filed before the log said so. */
  readonly setBy: Software | null;
  readonly now: Software;
}

export interface PaperFinding {
  readonly ok: boolean;
  readonly found: string;
}

const named = ({ harness, commit, runtime }: Software): string =>
  `version ${harness ?? "unknown"}${commit ? `, commit ${commit.slice(0, 12)}` : ""}, ${runtime ?? "runtime unknown"}`;

/** What the paper was set by, against what sets it now, as the end of a sentence. */
const between = ({ setBy, now }: Pick<FiledPaper, "setBy" | "now">): string =>
  setBy === null
    ? "set by an earlier version of the renderer"
    : `set by another version of the renderer (${named(setBy)}; this is ${named(now)})`;

const ofThisVersion = ({ setBy, now }: Pick<FiledPaper, "setBy" | "now">): boolean =>
  setBy !== null && isDeepStrictEqual({ ...setBy }, { ...now });

/** A page without its style and its drawings' geometry: the words and figures that a reader sees, in order. */
function wordsOf(page: Uint8Array): string[] {
  return new TextDecoder()
    .decode(page)
    .replace(/<style>[\s\S]*?<\/style>/g, " ")
    .replace(/<[^>]*>/g, " ")
    .split(/[\s\u00a0]+/)
    .filter((word) => word !== "");
}

/** Figures and hashes among the words, each as often as it is printed. */
function figuresOf(words: readonly string[]): Map<string, number> {
  const figures = new Map<string, number>();
  for (const word of words)
    for (const [figure] of word.matchAll(/[0-9a-f]{12,}|[\d.]*\d/g))
      figures.set(figure, (figures.get(figure) ?? 0) + 1);
  return figures;
}

/**
 * Whether a filed page still says what its result says. Other bytes alone are no alarm: a later version of the renderer
 * sets the same figures otherwise. Every figure of the filed page must stand on the page as it is set now.
 */
export function judgeHtml(paper: FiledPaper): PaperFinding {
  const { kept, rendered, resultIsFiled } = paper;
  if (Buffer.compare(kept, rendered) === 0) return { ok: true, found: "same bytes" };
  if (!resultIsFiled) return { ok: false, found: "the filed page shows another result than the one that was given" };
  const [was, is] = [wordsOf(kept), wordsOf(rendered)];
  const now = figuresOf(is);
  const lost = [...figuresOf(was)].filter(([figure, times]) => (now.get(figure) ?? 0) < times).map(([f]) => f);
  if (lost.length > 0)
    return {
      ok: false,
      found: `${lost.length} figures of the filed page are not what this version prints of the same result: ${lost.slice(0, 5).join(", ")}${lost.length > 5 ? " and others" : ""}; compare the two pages`,
    };
  if (ofThisVersion(paper))
    return { ok: false, found: "same figures but other bytes, though this very version set it" };
  const what = isDeepStrictEqual(was, is) ? "same words and figures, another layout" : "same figures, other words";
  return { ok: true, found: `${what}: ${between(paper)}` };
}

/** Of a PDF only the bytes can be compared; that it is unchanged since it was filed, its hash says. */
export function judgePdf(paper: FiledPaper): PaperFinding {
  const { kept, rendered, resultIsFiled } = paper;
  if (Buffer.compare(kept, rendered) === 0) return { ok: true, found: "same bytes" };
  if (!resultIsFiled) return { ok: false, found: "the filed PDF shows another result than the one that was given" };
  if (ofThisVersion(paper)) return { ok: false, found: "other bytes, though this very version set it" };
  return {
    ok: true,
    found: `another layout: ${between(paper)}; the file is unchanged since it was filed, its figures are the result's that was verified above`,
  };
}
