"use client";

import type { Triple } from "@nadir/imaging";
import { useContext, useEffect, useState } from "react";
import type { Board } from "./drawing/board.ts";
import { figuresOf, linesOf } from "./drawing/drawing.ts";
import { millimetres } from "./measured-words.ts";
import {
  isSameLine,
  type LinesOnGrid,
  linesToKeep,
  onGrid,
  type RecordedLine,
  RecordedLinesContext,
} from "./recorded-lines.ts";

interface Segment {
  readonly key: string;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly words: string;
  readonly colour: string;
  readonly isDashed: boolean;
}
const LOOSE = { colour: "#ffd166", isDashed: false } as const;

/**
 * The measured lines of the slices that are shown, over the canvas: those just drawn, and those that a read holds. They follow its
 * zoom and its slice, frame by frame.
 */
export function MeasuringOverlay({ board, image }: { board: Board; image: string }) {
  const recorded = useContext(RecordedLinesContext);
  const [segments, setSegments] = useState<readonly Segment[]>([]);
  useEffect(() => {
    let frame = 0;
    let shown = "";
    const own = recorded.filter(({ lines }) => lines.image === image);
    const follow = () => {
      const next = [...looseSegments(board, image, own), ...own.flatMap((one) => recordedSegments(board, one))];
      const now = JSON.stringify(next);
      if (now !== shown) setSegments(next);
      shown = now;
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [board, image, recorded]);
  return (
    <svg aria-hidden className="pointer-events-none absolute inset-0 size-full" data-lines={segments.length}>
      {segments.map(({ key, from, to, words, colour, isDashed }) => (
        <g key={key} data-line={words}>
          <line x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} stroke="#000" strokeWidth={4} opacity={0.6} />
          <line
            x1={from[0]}
            y1={from[1]}
            x2={to[0]}
            y2={to[1]}
            stroke={colour}
            strokeWidth={1.75}
            strokeDasharray={isDashed ? "7 4" : undefined}
          />
          <text
            x={Math.max(from[0], to[0]) + 4}
            // Two readers' lines lie close to one another: the words of one stand above their line, those of the other below.
            y={(from[0] > to[0] ? from[1] : to[1]) + (isDashed ? 14 : -4)}
            fill={colour}
            stroke="#000"
            strokeWidth={3}
            paintOrder="stroke"
            fontSize={12}
          >
            {words}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** What was drawn and stands in no lesion of the read. */
function looseSegments(board: Board, image: string, recorded: readonly RecordedLine[]): Segment[] {
  const { grid, lines } = board.drawing;
  return lines.flatMap((measured, n) => {
    if (recorded.length > 0) {
      const kept = linesToKeep(grid, measured, image);
      if (recorded.some((one) => isSameLine(one.lines, kept))) return [];
    }
    const { axis, plane, slice } = measured;
    const { longestMm, perpendicularMm } = figuresOf(grid, measured);
    const words = [millimetres(longestMm), perpendicularMm === null ? "" : millimetres(perpendicularMm)];
    const segments = linesOf(grid, measured);
    return placed(board, { axis, plane, slice, segments }).map((ends, second) => ({
      ...{ key: `${n} ${second}`, ...ends, words: words[second] ?? "" },
      ...LOOSE,
    }));
  });
}

function recordedSegments(
  board: Board,
  { key, words, colour, isDashed, lines, longestMm, shortMm }: RecordedLine,
): Segment[] {
  return placed(board, onGrid(board.drawing.grid, board.axes, lines)).map((ends, second) => {
    const mm = second === 0 ? longestMm : shortMm;
    const told = [second === 0 ? words : "", mm === null ? "" : millimetres(mm)].join(" ").trim();
    return { key: `${key} ${second}`, ...ends, words: told, colour, isDashed };
  });
}

/** Where lines stand on the canvas, in its CSS pixels; none while another slice is shown. */
function placed({ view, axes }: Board, { axis, plane, slice, segments }: LinesOnGrid): Pick<Segment, "from" | "to">[] {
  const { dimsRAS } = view.volumes[0] ?? {};
  if (!dimsRAS) return [];
  const ratio = view.uiData.dpr || 1;
  const dims = [dimsRAS[1]!, dimsRAS[2]!, dimsRAS[3]!] as const;
  const a = 2 - plane;
  const at = Math.round((view.scene.crosshairPos[a] ?? 0) * dims[a]! - 0.5);
  const shownSlice = axes.toFile([0, 1, 2].map((c) => (c === a ? at : 0)) as unknown as Triple)[axis];
  if (shownSlice !== slice) return [];
  return segments.flatMap((line) => {
    const [from, to] = line.map((end) => {
      const frac = axes.toViewer(end).map((x, c) => (x + 0.5) / dims[c]!);
      return view.frac2canvasPosWithTile(frac as never, plane)?.pos;
    });
    if (!from || !to) return [];
    const pixel = (p: readonly number[]) => [p[0]! / ratio, p[1]! / ratio] as const;
    return [{ from: pixel(from), to: pixel(to) }];
  });
}
