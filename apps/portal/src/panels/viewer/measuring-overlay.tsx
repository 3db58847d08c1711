"use client";

import type { Triple } from "@nadir/imaging";
import { useEffect, useState } from "react";
import type { Board } from "./drawing/board.ts";
import { figuresOf, linesOf } from "./drawing/drawing.ts";
import { millimetres } from "./measured-words.ts";

interface Segment {
  readonly key: string;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly words: string;
}

/** The measured lines of the slices that are shown, over the canvas; they follow its zoom and its slice, frame by frame. */
export function MeasuringOverlay({ board }: { board: Board }) {
  const [segments, setSegments] = useState<readonly Segment[]>([]);
  useEffect(() => {
    let frame = 0;
    let shown = "";
    const follow = () => {
      const next = segmentsOf(board);
      const now = JSON.stringify(next);
      if (now !== shown) setSegments(next);
      shown = now;
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [board]);
  return (
    <svg aria-hidden className="pointer-events-none absolute inset-0 size-full" data-lines={segments.length}>
      {segments.map(({ key, from, to, words }) => (
        <g key={key}>
          <line x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} stroke="#000" strokeWidth={4} opacity={0.6} />
          <line x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} stroke="#ffd166" strokeWidth={1.75} />
          <text
            x={Math.max(from[0], to[0]) + 4}
            y={(from[0] > to[0] ? from[1] : to[1]) - 4}
            fill="#ffd166"
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

function segmentsOf({ drawing, view, axes }: Board): Segment[] {
  const { dimsRAS } = view.volumes[0] ?? {};
  if (!dimsRAS || drawing.lines.length === 0) return [];
  const ratio = view.uiData.dpr || 1;
  const dims = [dimsRAS[1]!, dimsRAS[2]!, dimsRAS[3]!] as const;
  return drawing.lines.flatMap((measured, n) => {
    const a = 2 - measured.plane;
    const at = Math.round((view.scene.crosshairPos[a] ?? 0) * dims[a]! - 0.5);
    const shownSlice = axes.toFile([0, 1, 2].map((c) => (c === a ? at : 0)) as unknown as Triple)[measured.axis];
    if (shownSlice !== measured.slice) return [];
    const { longestMm, perpendicularMm } = figuresOf(drawing.grid, measured);
    return linesOf(drawing.grid, measured).flatMap((line, second) => {
      const [from, to] = line.map((end) => {
        const frac = axes.toViewer(end).map((x, c) => (x + 0.5) / dims[c]!);
        return view.frac2canvasPosWithTile(frac as never, measured.plane)?.pos;
      });
      if (!from || !to) return [];
      const pixel = (p: readonly number[]) => [p[0]! / ratio, p[1]! / ratio] as const;
      const mm = second === 0 ? longestMm : perpendicularMm;
      return [{ key: `${n} ${second}`, from: pixel(from), to: pixel(to), words: mm === null ? "" : millimetres(mm) }];
    });
  });
}
