import { courseOf } from "../course.ts";
import type { SdtmRow } from "./columns.ts";
import { responseRows } from "./response-rows.ts";
import { RowMaker, type SdtmSubject } from "./subject.ts";
import { identificationRows, resultRows } from "./tumour-rows.ts";
import { Unmapped } from "./unmapped.ts";

export interface SdtmRows {
  readonly TU: readonly SdtmRow[];
  readonly TR: readonly SdtmRow[];
  readonly RS: readonly SdtmRow[];
  /** Values that CDISC terminology has no term for, as `VARIABLE value`, and in how many rows. */
  readonly unmapped: ReadonlyMap<string, number>;
}

/**
 * One subject's rows of SDTM TU, TR and RS (SDTMIG v3.4; CDISC's RECIST 1.1 disease response supplement, draft of
 * 2022-09-13), from the case and what the criteria made of it. Lengths in mm, areas in mm², volumes in mm³, changes in per
 * cent. The case must have passed `parseResponseCase`, and the outcomes be its own.
 */
export function sdtmRows(subject: SdtmSubject): SdtmRows {
  const unmapped = new Unmapped();
  const maker = new RowMaker(subject, courseOf(subject.document), unmapped);
  return {
    TU: identificationRows(maker),
    TR: resultRows(maker),
    RS: responseRows(maker),
    unmapped: unmapped.counts,
  };
}
