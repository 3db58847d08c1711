"use client";

import { use, useState } from "react";
import { MeasureContext, type Measured } from "../reads/measured.ts";
import { field, toolButton } from "./viewer-look.ts";

/**
 * Gives what was measured on a scan to a lesion of the read around the viewer; nothing where there is no read, or on another scan
 * than the one that is read.
 */
export function UseForLesion({ measured, visit }: { measured: Measured; visit: string }) {
  const target = use(MeasureContext);
  const [chosen, choose] = useState<string | null>(null);
  if (!target || target.visit !== visit || target.lesions.length === 0) return null;
  const lesion = target.lesions.find(({ id }) => id === chosen)?.id ?? target.lesions[0]!.id;
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5 text-xs text-[#aab6c1]">
      <button type="button" className={toolButton} onClick={() => target.onMeasured(lesion, measured)}>
        Use for lesion
      </button>
      <select aria-label="Lesion of the read" value={lesion} onChange={(e) => choose(e.target.value)} className={field}>
        {target.lesions.map(({ id, words }) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}
