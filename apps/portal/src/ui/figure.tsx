import type { ReactNode } from "react";

/**
 * A chart drawn on the server by `@nadir/charts`: the same SVG that a report prints. The drawing escapes its labels;
 * `label` says in words what is seen, for those who do not see it.
 */
export function Figure({ svg, label, caption }: { svg: string; label: string; caption?: ReactNode }) {
  return (
    <figure className="figure min-w-0">
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: SVG text made on this server, labels escaped there */}
      <div role="img" aria-label={label} className="overflow-x-auto" dangerouslySetInnerHTML={{ __html: svg }} />
      {caption ? <figcaption className="mt-1.5 text-sm text-faint">{caption}</figcaption> : null}
    </figure>
  );
}
