"use client";

import { type RefObject, useState } from "react";
import { Button, buttonLook } from "../../ui/button.tsx";
import { asPng, save, standaloneSvg } from "../../ui/download-figure.ts";

/** A plot taken away: its data, and the drawing as it stands on the page. */
export function FigureFiles({
  frame,
  name,
  label,
  table,
  isReady,
}: {
  frame: RefObject<HTMLElement | null>;
  /** Of the files, without ending. */
  name: string;
  label: string;
  /** Where the data are. */
  table: string;
  isReady: boolean;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const drawn = () => frame.current?.querySelector("svg") ?? null;
  const take = (make: (svg: Blob) => Promise<Blob>, ending: string) => {
    const svg = drawn();
    if (!svg) return;
    setProblem(null);
    make(standaloneSvg(svg))
      .then((file) => save(file, `${name}.${ending}`))
      .catch(() => setProblem("The picture could not be made; take the SVG."));
  };
  return (
    <div className="mt-2 flex flex-wrap items-center gap-1 text-sm">
      <a href={table} className={buttonLook("quiet")} download aria-label={`${label}: data as CSV`}>
        CSV
      </a>
      <Button
        variant="quiet"
        disabled={!isReady}
        aria-label={`${label}: SVG`}
        onClick={() => take(async (svg) => svg, "svg")}
      >
        SVG
      </Button>
      <Button variant="quiet" disabled={!isReady} aria-label={`${label}: PNG`} onClick={() => take(asPng, "png")}>
        PNG
      </Button>
      {problem ? <p role="alert">{problem}</p> : null}
    </div>
  );
}
