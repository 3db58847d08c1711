"use client";

import type { Patient } from "@nadir/api/read";
import { VASARI_ITEMS } from "@nadir/domain";
import { useState } from "react";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { VasariForm } from "./vasari-form.tsx";

/** VASARI readings of a glioma: a reader's own form of each visit, and for who reads the record all that are signed. */
export function VasariPanel({
  trial,
  patient,
  days,
}: {
  trial: string;
  patient: Pick<Patient, "view" | "visits" | "vasari" | "subject">;
  days: DayStyle;
}) {
  const { view, visits, vasari, subject } = patient;
  const [chosen, choose] = useState(visits[0]?.id ?? "");
  const isReader = view === "reader";
  return (
    <Panel
      id="vasari"
      title="VASARI reading"
      aside={
        isReader ? (
          <label className="inline-flex items-center gap-2">
            Visit
            <select
              value={chosen}
              onChange={(event) => choose(event.target.value)}
              className="rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink"
            >
              {visits.map(({ id, date }) => (
                <option key={id} value={id}>
                  {id}, {dayText(date, days)}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <a href={`/api/tables/${trial}/vasari`} className="underline underline-offset-2">
            Download the trial's readings (CSV)
          </a>
        )
      }
      note="The VASARI MR feature set for glioma: codes of the guide of 2012, as entered by the reader; rows of the feature table once signed."
      flush
    >
      {isReader ? (
        <VasariForm
          key={chosen}
          trial={trial}
          subject={subject.key}
          visit={chosen}
          own={vasari.find((form) => form.visit === chosen)}
        />
      ) : vasari.length === 0 ? (
        <p className="p-4 text-sm text-faint">
          No signed reading of this patient yet. Readers fill the form on their page.
        </p>
      ) : (
        <Scroll label="VASARI readings">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Item</th>
                {vasari.map(({ visit, reader }) => (
                  <th key={`${visit} ${reader}`} scope="col">
                    {visit}, {reader}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {VASARI_ITEMS.map(({ id, name, answers }) => (
                <tr key={id}>
                  <th scope="row" className="font-normal">
                    {name} <span className="font-mono text-xs text-faint">{id}</span>
                  </th>
                  {vasari.map((form) => (
                    <td key={`${form.visit} ${form.reader}`} className="entered">
                      {form[id] === undefined ? (
                        <span className="text-faint">not read</span>
                      ) : (
                        `${form[id]} ${answers[form[id]]}`
                      )}
                    </td>
                  ))}
                </tr>
              ))}
              {(
                [
                  ["f29", "Longest diameter, mm"],
                  ["f30", "Longest perpendicular, mm"],
                ] as const
              ).map(([id, name]) => (
                <tr key={id}>
                  <th scope="row" className="font-normal">
                    {name} <span className="font-mono text-xs text-faint">{id}</span>
                  </th>
                  {vasari.map((form) => (
                    <td key={`${form.visit} ${form.reader}`} className="entered">
                      {form[id] ?? <span className="text-faint">not read</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
