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
 * Whether a filed page still says what its result says. That it is unchanged since it was filed, its hash in the log says;
 * so other bytes of another version of the renderer are no alarm: it sets the same result otherwise. What it prints
 * otherwise is named. The very version that set it must give the same bytes again.
 */
export function judgeHtml(paper: FiledPaper): PaperFinding {
  const { kept, rendered, resultIsFiled } = paper;
  if (Buffer.compare(kept, rendered) === 0) return { ok: true, found: "same bytes" };
  if (!resultIsFiled) return { ok: false, found: "the filed page shows another result than the one that was given" };
  const [was, is] = [wordsOf(kept), wordsOf(rendered)];
  const now = figuresOf(is);
  const other = [...figuresOf(was)].filter(([figure, times]) => (now.get(figure) ?? 0) < times).map(([f]) => f);
  const named = `${other.slice(0, 5).join(", ")}${other.length > 5 ? " and others" : ""}`;
  const what =
    other.length > 0
      ? `it prints ${other.length === 1 ? "a figure" : `${other.length} figures`} that this version does not print there (${named})`
      : isDeepStrictEqual(was, is)
        ? "same words and figures, another layout"
        : "same figures, other words";
  if (ofThisVersion(paper)) return { ok: false, found: `${what}, though this very version set it` };
  return { ok: true, found: `${what}: ${between(paper)}, and unchanged since it was filed` };
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
