import type { AdjudicationForm, ReadForm } from "@nadir/api/reads";
import type { ReadDocument, ReaderRole } from "@nadir/domain";
import { LINE_COLOURS, type RecordedLine } from "../viewer/recorded-lines.ts";
import { PLACE_WORDS } from "./read-words.ts";

/** The name of a lesion's lines at a visit among those that are shown. */
export const lineKey = (visit: string, lesion: string, place: ReaderRole | "own" = "own"): string =>
  `${place}/${visit}/${lesion}`;

const linesOf = (visit: string, lesions: ReadDocument["lesions"], place: ReaderRole | "own"): RecordedLine[] =>
  lesions.flatMap(({ id, lines, longestMm, shortMm }) =>
    lines
      ? {
          key: lineKey(visit, id, place),
          lesion: id,
          words: place === "own" ? id : `${PLACE_WORDS[place]}, ${id}`,
          colour: LINE_COLOURS[place],
          isDashed: place === "reader-2",
          lines,
          longestMm,
          shortMm,
        }
      : [],
  );

/** A reader's own lines: of the read before them, then of their earlier reads, latest first. */
export const ownLines = (form: Pick<ReadForm, "visit" | "earlier">, document: ReadDocument): RecordedLine[] => [
  ...linesOf(form.visit.id, document.lesions, "own"),
  ...form.earlier.toReversed().flatMap((read) => linesOf(read.visit, read.document.lesions, "own")),
];

/** Both readers' lines, each in that reader's colour, the latest scan's first. */
export const linesOfBoth = ({ first, second }: Pick<AdjudicationForm, "first" | "second">): RecordedLine[] =>
  [
    { side: first, place: "reader-1" as const },
    { side: second, place: "reader-2" as const },
  ].flatMap(({ side, place }) =>
    side.visits.toReversed().flatMap(({ visit, lesions }) => linesOf(visit, lesions, place)),
  );
