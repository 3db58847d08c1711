import type { Cell, Column } from "./blocks.ts";

/** Of one letter for a point of its size, in twentieths of a point: wide enough for a substitute of the font; bold is wider. */
const LETTER = 12.5;
const BOLD = 1.12;
/** Of a cell's two margins, in twentieths of a point. */
const MARGINS = 130;
/** A hash may break; a word may not. */
const LONGEST_WORD = 18;

const longestWord = (text: string): number =>
  Math.max(0, ...text.split(/[\s/]+|(?<=-)/).map((word) => Math.min(word.length, LONGEST_WORD)));
const lettersOf = (cell: Cell): number => {
  if (typeof cell === "string") return longestWord(cell);
  // The mark of a tone stands before the first word, on its line.
  const mark = cell.tone !== undefined && cell.tone !== "plain" ? 2 : 0;
  return cell.mono ? Math.min(longestWord(cell.text), 12) : (longestWord(cell.text) + mark) * (mark > 0 ? BOLD : 1);
};

/**
 * Widths of a table's columns in letters of `points` that add up to `total`: by their shares, but none narrower than its longest word, so that no
 * word and no figure is parted between lines. Where the words need more than there is, every column gives way alike.
 */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  total: number,
  points: number,
): readonly number[] {
  const least = columns.map(
    (c, j) =>
      MARGINS + LETTER * points * Math.max(longestWord(c.title) * BOLD, ...rows.map((row) => lettersOf(row[j] ?? ""))),
  );
  const needed = least.reduce((sum, w) => sum + w, 0);
  if (needed >= total)
    return rounded(
      least.map((w) => (w * total) / needed),
      total,
    );
  // Shares of what is left: a column that its words make wider than its share takes no more of it.
  const wide = new Set<number>();
  for (;;) {
    const taken = [...wide].reduce((sum, j) => sum + least[j]!, 0);
    const shares = columns.reduce((sum, c, j) => (wide.has(j) ? sum : sum + (c.share ?? 1)), 0);
    const widths = columns.map((c, j) => (wide.has(j) ? least[j]! : ((total - taken) * (c.share ?? 1)) / shares));
    const short = widths.findIndex((w, j) => !wide.has(j) && w < least[j]!);
    if (short < 0) return rounded(widths, total);
    wide.add(short);
  }
}

/** Whole numbers of the same sum: what rounding leaves goes to the last column. */
function rounded(widths: readonly number[], total: number): number[] {
  const whole = widths.map(Math.floor);
  whole[whole.length - 1]! += total - whole.reduce((sum, w) => sum + w, 0);
  return whole;
}
