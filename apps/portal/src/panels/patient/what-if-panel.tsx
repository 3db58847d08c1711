"use client";

import type { TrialDates } from "@nadir/domain";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Asked, Waiting } from "../../ui/asked.tsx";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";

/** The engine comes to the browser only when somebody measures. */
const WhatIfBoard = dynamic(() => import("./what-if/what-if-board.tsx"), {
  ssr: false,
  loading: () => <Waiting doing="Reading the course" />,
});

/** Measuring without recording: every criterion's answer while the sizes are typed. */
export function WhatIfPanel({ trial, subject, dates }: { trial: string; subject: string; dates: TrialDates }) {
  const [isOpen, setOpen] = useState(false);
  const procedures = useProcedures();
  const asked = useQuery(procedures.responses.subjectCase.queryOptions({ trial, subject }, { enabled: isOpen }));
  return (
    <Panel
      id="what-if"
      className="print:hidden"
      title="Try measurements"
      aside={
        <Button variant={isOpen ? "quiet" : "plain"} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Close" : "Measure, without recording"}
        </Button>
      }
      note="Change or add diameters, a visit, a new lesion, and see every criterion answer at once with its reasons."
      flush
    >
      {isOpen ? (
        <Asked query={asked} doing="Reading the course">
          {(subjectCase) => <WhatIfBoard subjectCase={subjectCase} dates={dates} />}
        </Asked>
      ) : null}
    </Panel>
  );
}
