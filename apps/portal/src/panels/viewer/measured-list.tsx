import { useContext } from "react";
import type { Board } from "./drawing/board.ts";
import { figuresOf, middleMm } from "./drawing/drawing.ts";
import { millimetres } from "./measured-words.ts";
import { isSameLine, linesToKeep, onGrid, type RecordedLine, RecordedLinesContext } from "./recorded-lines.ts";
import { UseForLesion } from "./use-for-lesion.tsx";
import { toolButton } from "./viewer-look.ts";

/**
 * What was measured by line on one image: lines just drawn, to be taken over by a form or taken away, which nothing records by
 * itself; and those that a read holds, each of which leads to its slice.
 */
export function MeasuredList({
  board,
  label,
  image,
  visit,
  onGoTo,
}: {
  board: Board;
  label: string;
  image: string;
  visit: string;
  onGoTo: (line: RecordedLine) => void;
}) {
  const { grid, lines } = board.drawing;
  const recorded = useContext(RecordedLinesContext).filter((one) => one.lines.image === image);
  const loose = lines.map((measured) => {
    const kept = linesToKeep(grid, measured, image);
    return { measured, kept, of: recorded.find((one) => isSameLine(one.lines, kept)) };
  });
  const others = recorded.filter((one) => loose.every(({ of }) => of !== one));
  return (
    <>
      {loose.length > 0 ? (
        <ul aria-label={`Measured, ${label}`} className="mt-1 grid gap-1 text-sm">
          {loose.map(({ measured, kept, of }, n) => {
            const { longestMm, perpendicularMm, productMm2 } = figuresOf(grid, measured);
            const words =
              perpendicularMm === null
                ? `${millimetres(longestMm)}${measured.kind === "bidimensional" ? ", then draw across it" : ""}`
                : `${longestMm.toFixed(1)} × ${millimetres(perpendicularMm)} = ${productMm2!.toFixed(0)} mm²`;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their order
              <li key={n} className="flex flex-wrap items-center gap-2">
                <span style={{ color: of?.colour ?? "#ffd166" }}>
                  {measured.kind === "ruler" ? "Ruler" : "Two diameters"}, slice {measured.slice + 1}: {words}
                  {of ? ` ✓ ${of.words}` : ""}
                </span>
                <UseForLesion
                  visit={visit}
                  measured={{
                    longestDiameterMm: longestMm,
                    ...(perpendicularMm === null ? {} : { perpendicularMm }),
                    centreMm: middleMm(grid, measured),
                    lines: kept,
                  }}
                />
                <button type="button" className={toolButton} onClick={() => board.removeLine(n)}>
                  Take away
                </button>
              </li>
            );
          })}
        </ul>
      ) : null}
      {others.length > 0 ? (
        <ul aria-label={`Lines of the reads, ${label}`} className="mt-1 grid gap-1 text-sm">
          {others.map((one) => (
            <li key={one.key}>
              <button
                type="button"
                title="To its slice"
                className="text-left hover:underline"
                style={{ color: one.colour }}
                onClick={() => onGoTo(one)}
              >
                {one.isDashed ? "╌" : "─"} {one.words}, slice {onGrid(grid, board.axes, one.lines).slice + 1}:{" "}
                {[one.longestMm, one.lines.perpendicular ? one.shortMm : null]
                  .flatMap((mm) => (mm === null ? [] : mm.toFixed(1)))
                  .join(" × ")}{" "}
                mm
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
