import type { ReactNode } from "react";

/** The images of a read and its form: one above the other, and on a wide screen side by side, where the images stay in sight. */
export function BesideImages({ images, children }: { images: ReactNode; children: ReactNode }) {
  return (
    <div
      data-wide-page
      className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(26rem,1fr)] xl:items-start"
    >
      <div className="min-w-0 xl:sticky xl:top-2 xl:max-h-[calc(100dvh-1rem)] xl:overflow-y-auto print:static print:max-h-none print:overflow-visible">
        {images}
      </div>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">{children}</div>
    </div>
  );
}
