import type { CSSProperties, ReactNode } from "react";
import { adaptiveSvg } from "./adaptive-svg.ts";
import { FigureFiles } from "./figure-files.tsx";
import { FIGURE_FRAME } from "./figure-frame.ts";
import { type FigureTable, figureCsv } from "./figure-table.ts";

/** What a figure is taken away as. */
export interface FigureFile {
  /** Of the files, without ending. */
  readonly name: string;
  /** What it shows, for those who hear the buttons. */
  readonly label: string;
  /** What is drawn, as a table; or the address where it is had. */
  readonly data: FigureTable | string;
  /** Whether the data rest on simulated scans. Of data at an address the address says it. */
  readonly isSimulated?: boolean;
}

/** Of what is drawn for a page and for narrower places: a phone, a tablet. */
type Setting = "wide" | "middle" | "narrow";

/** Nothing in a drawing is written smaller than 10 px; shown at nine tenths of its width, none is under 9. */
const LEAST_SHOWN = 0.9;
const widthOf = (svg: string): number => Number(/<svg[^>]* width="([\d.]+)"/.exec(svg)?.[1] ?? 0);

/** How wide the figure's place must be for the wide drawing: names a rule of `globals.css`. */
const fitsOf = (svg: string, hasMiddle: boolean): "column" | "broad" | "page" =>
  hasMiddle ? "page" : widthOf(svg) <= 600 ? "column" : "broad";

function Drawing({ svg, set, label }: { svg: string; set: Setting; label?: string }) {
  return (
    <div
      className="drawing"
      data-set={set}
      style={{ "--least": `${Math.floor(LEAST_SHOWN * widthOf(svg))}px` } as CSSProperties}
      {...(label === undefined ? {} : { role: "group", "aria-label": label, tabIndex: 0 })}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: SVG made on this server by @nadir/charts, which escapes its labels
      dangerouslySetInnerHTML={{ __html: adaptiveSvg(svg) }}
    />
  );
}

/**
 * A chart drawn on the server by `@nadir/charts`: the drawing that a report prints. It names and describes itself to
 * those who do not see it, and is taken away as data, SVG and PNG. `narrow` is the same chart set for a phone, `middle` for a
 * tablet; which of them is shown follows the width of the figure's place. What is still too wide scrolls in its frame, by
 * keyboard where there is no narrow drawing.
 */
export function Figure({
  svg,
  middle,
  narrow,
  caption,
  file: { name, label, data, isSimulated = false },
}: {
  svg: string;
  middle?: string;
  narrow?: string;
  caption?: ReactNode;
  file: FigureFile;
}) {
  return (
    <figure
      className="figure min-w-0"
      data-fits={narrow ? fitsOf(svg, middle !== undefined) : undefined}
      {...{ [FIGURE_FRAME]: "" }}
    >
      <Drawing svg={svg} set="wide" {...(narrow ? {} : { label })} />
      {middle ? <Drawing svg={middle} set="middle" /> : null}
      {narrow ? <Drawing svg={narrow} set="narrow" /> : null}
      {caption ? <figcaption className="mt-1.5 text-sm text-faint">{caption}</figcaption> : null}
      <FigureFiles
        name={name}
        label={label}
        data={typeof data === "string" ? { href: data } : { csv: figureCsv(data, isSimulated) }}
      />
    </figure>
  );
}
