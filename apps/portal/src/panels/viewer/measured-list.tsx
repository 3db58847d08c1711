import type { Board } from "./drawing/board.ts";
import { figuresOf, middleMm } from "./drawing/drawing.ts";
import { millimetres } from "./measured-words.ts";
import { UseForLesion } from "./use-for-lesion.tsx";
import { toolButton } from "./viewer-look.ts";

/** What was measured by line on one image: lengths, to be taken over by a form or taken away. Not recorded by itself. */
export function MeasuredList({ board, label }: { board: Board; label: string }) {
  const { drawing } = board;
  if (drawing.lines.length === 0) return null;
  return (
    <ul aria-label={`Measured, ${label}`} className="mt-1 grid gap-1 text-sm">
      {drawing.lines.map((measured, n) => {
        const { longestMm, perpendicularMm, productMm2 } = figuresOf(drawing.grid, measured);
        const words =
          perpendicularMm === null
            ? `${millimetres(longestMm)}${measured.kind === "bidimensional" ? ", then draw across it" : ""}`
            : `${longestMm.toFixed(1)} × ${millimetres(perpendicularMm)} = ${productMm2!.toFixed(0)} mm²`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their order
          <li key={n} className="flex flex-wrap items-center gap-2">
            <span className="text-[#ffd166]">
              {measured.kind === "ruler" ? "Ruler" : "Two diameters"}, slice {measured.slice + 1}: {words}
            </span>
            <UseForLesion
              measured={{
                longestDiameterMm: longestMm,
                ...(perpendicularMm === null ? {} : { perpendicularMm }),
                centreMm: middleMm(drawing.grid, measured),
              }}
            />
            <button type="button" className={toolButton} onClick={() => board.removeLine(n)}>
              Take away
            </button>
          </li>
        );
      })}
    </ul>
  );
}
