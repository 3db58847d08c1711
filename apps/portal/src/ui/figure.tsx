import type { ReactNode } from "react";
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

function Drawing({ svg, className }: { svg: string; className: string }) {
  return (
    <div
      className={className}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: SVG made on this server by @nadir/charts, which escapes its labels
      dangerouslySetInnerHTML={{ __html: adaptiveSvg(svg) }}
    />
  );
}

/**
 * A chart drawn on the server by `@nadir/charts`: the drawing that a report prints. It names and describes itself to
 * those who do not see it, and is taken away as data, SVG and PNG. `narrow` is the same chart set for a phone.
 */
export function Figure({
  svg,
  narrow,
  caption,
  file: { name, label, data, isSimulated = false },
}: {
  svg: string;
  narrow?: string;
  caption?: ReactNode;
  file: FigureFile;
}) {
  return (
    <figure className="figure min-w-0" {...{ [FIGURE_FRAME]: "" }}>
      <Drawing svg={svg} className={narrow ? "hidden md:block print:block" : ""} />
      {narrow ? <Drawing svg={narrow} className="md:hidden print:hidden" /> : null}
      {caption ? <figcaption className="mt-1.5 text-sm text-faint">{caption}</figcaption> : null}
      <FigureFiles
        name={name}
        label={label}
        data={typeof data === "string" ? { href: data } : { csv: figureCsv(data, isSimulated) }}
      />
    </figure>
  );
}
