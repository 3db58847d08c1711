"use client";

import type { Patient } from "@nadir/api/read";
import { useState } from "react";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { VasariForm } from "./vasari-form.tsx";
import { VasariTable } from "./vasari-table.tsx";

/** VASARI readings of a glioma: a reader's own form of each visit, and for who reads the record all that are signed. */
export function VasariPanel({
  trial,
  patient,
  days,
}: {
  trial: string;
  patient: Pick<Patient, "view" | "visits" | "vasari" | "vasariMasks" | "vasariToSign" | "subject">;
  days: DayStyle;
}) {
  const { view, visits, vasari, vasariMasks, vasariToSign, subject } = patient;
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
          <span className="inline-flex flex-wrap gap-x-4">
            <a href={`/api/tables/${trial}/vasari`} className="underline underline-offset-2">
              Download the trial's readings (CSV)
            </a>
            {vasariMasks.length > 0 ? (
              <a href={`/api/tables/${trial}/parts`} className="underline underline-offset-2">
                and the figures of its masks' parts (CSV)
              </a>
            ) : null}
          </span>
        )
      }
      note="The VASARI MR feature set for glioma: codes of the guide of 2012, as entered by the reader; rows of the feature table once signed."
      flush
    >
      {isReader ? (
        <>
          <VasariForm
            key={chosen}
            trial={trial}
            subject={subject.key}
            visit={chosen}
            own={vasari.find((form) => form.visit === chosen)}
            masksShown={vasariMasks.length > 0}
          />
          <BesideMasks
            toSign={vasariToSign}
            forms={vasari.filter((form) => form.visit === chosen)}
            masks={vasariMasks.filter((mask) => mask.visit === chosen)}
          />
        </>
      ) : vasari.length === 0 && vasariMasks.length === 0 ? (
        <p className="p-4 text-sm text-faint">
          No signed reading of this patient yet. Readers fill the form on their page.
        </p>
      ) : (
        <VasariTable visits={visits.map(({ id }) => id)} forms={vasari} masks={vasariMasks} />
      )}
    </Panel>
  );
}

/** Under a reader's form: what the masks of its visit say, once the reader's forms are signed. */
function BesideMasks({
  toSign,
  forms,
  masks,
}: {
  toSign: readonly string[];
  forms: Patient["vasari"];
  masks: Patient["vasariMasks"];
}) {
  if (toSign.length > 0)
    return (
      <p className="border-t border-line p-4 text-sm text-soft">
        What the masks say is shown beside your answers once your forms are signed: {toSign.join(", ")}{" "}
        {toSign.length === 1 ? "is" : "are"} still to sign.
      </p>
    );
  if (masks.length === 0) return null;
  return (
    <div className="border-t border-line">
      <h3 className="px-4 pt-3 pb-1 text-sm font-semibold">Beside what the masks say</h3>
      <VasariTable visits={[masks[0]!.visit]} forms={forms} masks={masks} onlyMasked isOwn />
    </div>
  );
}
