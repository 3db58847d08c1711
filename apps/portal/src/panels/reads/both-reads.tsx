"use client";

import type { AdjudicationForm } from "@nadir/api/reads";
import type { ReaderRole, ReadLesion } from "@nadir/domain";
import { type ReactNode, useMemo, useState } from "react";
import type { DayStyle } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { type JumpAsked, JumpContext } from "../viewer/jump-to-lesion.ts";
import { RecordedLinesContext } from "../viewer/recorded-lines.ts";
import { lineKey, linesOfBoth } from "./lines-of-read.ts";
import { SidesTable } from "./sides-table.tsx";

/** The scans with both readers' lines over them, and what the two made of them; a lesion's name leads to where it was measured. */
export function BothReads({ form, days, images }: { form: AdjudicationForm; days: DayStyle; images: ReactNode }) {
  const lines = useMemo(() => linesOfBoth(form), [form]);
  const [jump, setJump] = useState<JumpAsked | null>(null);
  const goTo = (place: ReaderRole, visit: string, { id, centreMm }: ReadLesion) =>
    setJump((last) => ({
      lesion: id,
      centreMm: centreMm ?? null,
      line: lineKey(visit, id, place),
      n: (last?.n ?? 0) + 1,
    }));
  return (
    <>
      <RecordedLinesContext value={lines}>
        <JumpContext value={jump}>{images}</JumpContext>
      </RecordedLinesContext>
      <Panel
        id="sides"
        title="Both reads"
        note={
          lines.length > 0
            ? "The lines over the scans are those that the readers measured by: Reader 1’s blue and solid, Reader 2’s pink and dashed. Sizes that were typed have none."
            : undefined
        }
        flush
      >
        <SidesTable form={form} days={days} onGoTo={goTo} />
      </Panel>
    </>
  );
}
