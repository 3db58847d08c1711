"use client";

import { useEffect, useId, useRef, useState } from "react";
import { Waiting } from "../../ui/asked.tsx";
import { FigureFiles } from "../../ui/figure-files.tsx";
import { FIGURE_FRAME } from "../../ui/figure-frame.ts";
import { Notice } from "../../ui/notice.tsx";
import { useSelection } from "./selection.tsx";
import { useChoosing } from "./use-choosing.ts";
import { useDrawing } from "./use-drawing.ts";

/**
 * A plot of the cohort, drawn by the server for the width at hand and linked to every other by the patients chosen. The
 * mouse chooses by click and frame, the keyboard by arrows and Enter.
 */
export function LinkedFigure({
  trial,
  figure,
  label,
  search,
  isChoosable = true,
  followsSelection = false,
}: {
  trial: string;
  /** Last part of its address. */
  figure: string;
  label: string;
  /** The address's words of the page. */
  search: string;
  /** False for a plot that has no mark of a single patient. */
  isChoosable?: boolean;
  /** Drawn anew when the selection changes. */
  followsSelection?: boolean;
}) {
  const { chosen } = useSelection();
  const query = new URLSearchParams(search);
  if (followsSelection) query.set("sel", [...chosen].sort().join(","));
  const asked = query.toString();
  const frame = useRef<HTMLDivElement>(null);
  const drawing = useDrawing(frame, `/api/figures/${trial}/${figure}?${asked}`);
  const [said, setSaid] = useState("");
  const keys = useId();
  const { onKeyDown, onPointerDown, onPointerMove, onPointerUp, onPointerCancel, cursor, band } = useChoosing(
    frame,
    isChoosable,
    setSaid,
  );
  useEffect(() => {
    const root = frame.current;
    if (!root || drawing.svg === null) return;
    root.toggleAttribute("data-choosing", chosen.size > 0);
    for (const mark of root.querySelectorAll("[data-subject]"))
      mark.toggleAttribute("data-on", chosen.has(mark.getAttribute("data-subject") ?? ""));
  }, [chosen, drawing.svg]);
  return (
    <div className="min-w-0" {...{ [FIGURE_FRAME]: "" }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; these are the marks of a drawing */}
      <div
        role="group"
        aria-label={label}
        aria-describedby={isChoosable ? keys : undefined}
        tabIndex={isChoosable ? 0 : undefined}
        className="linked relative min-h-24 select-none"
        {...(isChoosable ? { onKeyDown, onPointerDown, onPointerMove, onPointerUp, onPointerCancel } : {})}
      >
        <div
          ref={frame}
          className="figure min-w-0"
          data-figure={figure}
          data-state={drawing.state}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: SVG made by this server with @nadir/charts, which escapes its labels
          dangerouslySetInnerHTML={{ __html: drawing.svg ?? "" }}
        />
        {drawing.svg === null && drawing.problem === null ? <Waiting doing={`Drawing: ${label}`} /> : null}
        {drawing.problem ? (
          <Notice kind="refusal" live>
            {drawing.problem}
          </Notice>
        ) : null}
        {[cursor, band].map((box, i) =>
          box ? (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: the cursor and the frame never change places
              key={i}
              aria-hidden
              className={`pointer-events-none absolute border ${i === 0 ? "border-2 border-accent" : "border-dashed border-accent bg-accent-soft/40"}`}
              style={box}
            />
          ) : null,
        )}
      </div>
      {isChoosable ? (
        <p id={keys} className="sr-only">
          Arrow keys go from patient to patient, Enter chooses, Escape clears the selection.
        </p>
      ) : null}
      <p role="status" className="sr-only">
        {said}
      </p>
      <FigureFiles
        name={`${trial}-cohort-${figure}`}
        label={label}
        data={{ href: `/api/tables/${trial}/cohort-${figure}?${asked}` }}
        isReady={drawing.svg !== null}
      />
    </div>
  );
}
