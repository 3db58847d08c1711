import type { ReactNode } from "react";
import { adaptiveSvg } from "./adaptive-svg.ts";

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
 * those who do not see it. `narrow` is the same chart set for a phone.
 */
export function Figure({ svg, narrow, caption }: { svg: string; narrow?: string; caption?: ReactNode }) {
  return (
    <figure className="figure min-w-0">
      <Drawing svg={svg} className={narrow ? "hidden md:block" : ""} />
      {narrow ? <Drawing svg={narrow} className="md:hidden" /> : null}
      {caption ? <figcaption className="mt-1.5 text-sm text-faint">{caption}</figcaption> : null}
    </figure>
  );
}
