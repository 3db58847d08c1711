import type { LetterFigure } from "./letter-figures.tsx";

/** How a sheet is set: its letters, and what has room beside the words. */
export interface LetterLook {
  readonly letters: string;
  readonly images: "regular" | "small" | null;
  readonly figures: readonly LetterFigure["name"][];
  /** The course is drawn 150 mm wide, not over the whole sheet. */
  readonly isCourseNarrow?: boolean;
}
interface Setting extends LetterLook {
  /** Letter and line, CSS px. */
  readonly size: number;
  readonly line: number;
}

const REGULAR = { letters: "text-sm", size: 14, line: 20 };
const SMALL = { letters: "text-xs", size: 12, line: 16 };
/** Letters as small as a package insert. */
const SMALLEST = { letters: "text-[0.625rem] leading-tight", size: 10, line: 12.5 };

/** From the sheet with everything down to the course alone: a figure goes first, the key images next, which gives figures their room back. */
const SETTINGS: readonly Setting[] = [
  { ...REGULAR, images: "regular", figures: ["course", "change"] },
  { ...REGULAR, images: "regular", figures: ["course"] },
  { ...SMALL, images: "regular", figures: ["course"] },
  { ...SMALL, images: "regular", figures: ["course"], isCourseNarrow: true },
  { ...SMALL, images: "small", figures: ["course"], isCourseNarrow: true },
  { ...SMALL, images: "regular", figures: ["change"] },
  { ...SMALL, images: "small", figures: ["change"] },
  { ...REGULAR, images: null, figures: ["course", "change"] },
  { ...SMALL, images: null, figures: ["course", "change"] },
  { ...SMALL, images: null, figures: ["course"] },
  { ...SMALLEST, images: null, figures: ["course"] },
];
const WORDS_ALONE: LetterLook = { ...SMALLEST, images: null, figures: [] };

/**
 * An A4 sheet within its margins of 14 mm, at 96 px an inch, without the line of who printed it, and with a little kept free: a
 * printer's fonts may be wider.
 */
const SHEET = { width: 688, height: 1017 - 40 - 37 };
/** 150 mm in parts of the sheet's width. */
const NARROW = 567 / SHEET.width;
const GAP = 12;
/** Widths of the letters of a text, in parts of their size: those of a wide sans serif, with what a line loses at its end. */
const LETTER = 0.57;
/** A picture with the two lines of its caption, and the lines under the row. */
const IMAGES_PX = { regular: 240 + 32, small: 190 + 32 } as const;
/** What the frame around a response adds to its line. */
const FRAME = 8;
const FINE = { size: 12, line: 16 };

/** The words of a sheet, part by part; each list is of paragraphs. */
export interface LetterWords {
  readonly facts: string;
  readonly question: string;
  readonly responses: readonly string[];
  readonly signs: string;
  readonly decision: readonly string[];
  /** In small letters: votes, signature. */
  readonly signature: readonly string[];
  /** Under the pictures. */
  readonly legend: string;
}

/** How the sheet is set for all of it to stand on one page: the first setting that fits. `figures` with their heights, px. */
export function lookOf(
  words: LetterWords,
  hasImages: boolean,
  figures: readonly Pick<LetterFigure, "name" | "heightPx">[],
): LetterLook {
  return (
    SETTINGS.filter(({ images }) => hasImages || images === null).find(
      (setting) => heightOf(setting, words, figures) <= SHEET.height,
    ) ?? WORDS_ALONE
  );
}

/** A line break that was typed is kept, and so is an empty line. */
const linesOf = (typed: string, size: number): number =>
  Math.max(1, Math.ceil((typed.length * size * LETTER) / SHEET.width));

function heightOf(
  setting: Setting,
  words: LetterWords,
  figures: readonly Pick<LetterFigure, "name" | "heightPx">[],
): number {
  const text = (of: string, { size, line } = setting as Pick<Setting, "size" | "line">): number =>
    of === "" ? 0 : of.split("\n").reduce((lines, one) => lines + linesOf(one, size), 0) * line;
  const paragraphs = (of: readonly string[], as?: Pick<Setting, "size" | "line">): number =>
    of.reduce((sum, one) => sum + text(one, as) + 4, 0);
  const drawn = figures.filter(({ name }) => setting.figures.includes(name));
  const parts = [
    // The patient's name and the meeting's beside it.
    50 + text(words.facts, FINE),
    setting.line + text(words.question),
    setting.line + paragraphs(words.responses) + FRAME * words.responses.length + text(words.signs, FINE),
    ...(setting.images ? [IMAGES_PX[setting.images] + text(words.legend, FINE)] : []),
    ...drawn.map(({ name, heightPx }) => heightPx * (setting.isCourseNarrow && name === "course" ? NARROW : 1)),
    setting.line + paragraphs(words.decision) + paragraphs(words.signature, FINE),
    // The footer.
    2 * FINE.line + 5,
  ];
  return parts.reduce((sum, part) => sum + part, 0) + GAP * (parts.length - 1);
}
