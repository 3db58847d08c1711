"use client";

import { type MouseEvent, useState } from "react";
import { Button, buttonLook } from "./button.tsx";
import { asPng, save, standaloneSvg } from "./download-figure.ts";
import { FIGURE_FRAME } from "./figure-frame.ts";

/** Where the data of a figure are: at an address, or here as the text of a CSV file. */
export type FigureData = { readonly href: string } | { readonly csv: string };

/** A plot taken away: its data, and the drawing as it stands on the page. Stands in a `FIGURE_FRAME` beside the drawing. */
export function FigureFiles({
  name,
  label,
  data,
  isReady = true,
}: {
  /** Of the files, without ending. */
  name: string;
  label: string;
  data: FigureData;
  isReady?: boolean;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const take = ({ currentTarget }: MouseEvent, make: (svg: Blob) => Promise<Blob>, ending: string) => {
    const drawings = [...(currentTarget.closest(`[${FIGURE_FRAME}]`)?.querySelectorAll("svg") ?? [])];
    // Of a drawing for wide screens and one for narrow ones, that which is shown.
    const svg = drawings.find((drawing) => drawing.getClientRects().length > 0);
    if (!svg) return;
    setProblem(null);
    make(standaloneSvg(svg))
      .then((file) => save(file, `${name}.${ending}`))
      .catch(() => setProblem("The picture could not be made; take the SVG."));
  };
  const dataLabel = `${label}: data as CSV`;
  return (
    <div className="figure-files mt-2 flex flex-wrap items-center gap-1 text-sm print:hidden">
      {"href" in data ? (
        <a href={data.href} className={buttonLook("quiet")} download aria-label={dataLabel}>
          CSV
        </a>
      ) : (
        <Button
          variant="quiet"
          aria-label={dataLabel}
          onClick={() => save(new Blob([data.csv], { type: "text/csv;charset=utf-8" }), `${name}.csv`)}
        >
          CSV
        </Button>
      )}
      <Button
        variant="quiet"
        disabled={!isReady}
        aria-label={`${label}: SVG`}
        onClick={(event) => take(event, async (svg) => svg, "svg")}
      >
        SVG
      </Button>
      <Button
        variant="quiet"
        disabled={!isReady}
        aria-label={`${label}: PNG`}
        onClick={(event) => take(event, asPng, "png")}
      >
        PNG
      </Button>
      {problem ? <p role="alert">{problem}</p> : null}
    </div>
  );
}
