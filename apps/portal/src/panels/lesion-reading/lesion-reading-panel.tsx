"use client";

import type { Patient } from "@nadir/api/read";
import { LESION_FORMS, type LesionFormId, lesionForm, lesionFormId } from "@nadir/domain";
import { useState } from "react";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { LesionReadingForm } from "./lesion-reading-form.tsx";
import { LesionReadingTable } from "./lesion-reading-table.tsx";

const select = "rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink";

/** Readers' forms of lesions: a reader's own, and for who reads the record all that are signed. */
export function LesionReadingPanel({
  trial,
  patient,
  days,
}: {
  trial: string;
  patient: Pick<Patient, "view" | "visits" | "lesions" | "lesionReadings" | "subject" | "trial">;
  days: DayStyle;
}) {
  const { view, visits, lesions, lesionReadings, subject } = patient;
  const [visit, chooseVisit] = useState(visits[0]?.id ?? "");
  const [lesion, chooseLesion] = useState(lesions[0]?.id ?? "");
  const [form, chooseForm] = useState<LesionFormId>("semantic");
  // BI-RADS is for the breast; readings that there are stay within reach.
  const forms = LESION_FORMS.filter(
    ({ id }) =>
      id !== "bi-rads" || patient.trial.tumourTypes.includes("breast") || lesionReadings.some((r) => r.form === id),
  );
  if (view !== "reader")
    return (
      <Panel
        id="lesion-readings"
        title="Readings of lesions"
        aside={
          <span className="inline-flex flex-wrap gap-x-4">
            {LESION_FORMS.filter(({ id }) => lesionReadings.some((r) => r.form === id)).map(({ id, title }) => (
              <a
                key={id}
                href={`/api/tables/${trial}/${id === "semantic" ? "semantic" : "birads"}-readings`}
                className="underline underline-offset-2"
              >
                {title} of the trial (CSV)
              </a>
            ))}
          </span>
        }
        flush
      >
        <LesionReadingTable readings={lesionReadings} />
      </Panel>
    );
  return (
    <Panel
      id="lesion-readings"
      title="Readings of lesions"
      note={`Your own answers on closed lists. ${lesionForm(form).title}: ${lesionForm(form).source}.`}
      aside={
        <span className="inline-flex flex-wrap gap-x-4 gap-y-1">
          <label className="inline-flex items-center gap-2">
            Visit
            <select value={visit} onChange={(event) => chooseVisit(event.target.value)} className={select}>
              {visits.map(({ id, date }) => (
                <option key={id} value={id}>
                  {id}, {dayText(date, days)}
                </option>
              ))}
            </select>
          </label>
          <label className="inline-flex items-center gap-2">
            Lesion
            <select value={lesion} onChange={(event) => chooseLesion(event.target.value)} className={select}>
              {lesions.map(({ id, organ }) => (
                <option key={id} value={id}>
                  {id}, {organ}
                </option>
              ))}
            </select>
          </label>
          {forms.length > 1 ? (
            <label className="inline-flex items-center gap-2">
              Form
              <select
                value={form}
                onChange={(event) => chooseForm(lesionFormId.parse(event.target.value))}
                className={select}
              >
                {forms.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
        </span>
      }
      flush
    >
      <LesionReadingForm
        key={`${visit}/${lesion}/${form}`}
        trial={trial}
        place={{ subject: subject.key, visit, lesion }}
        form={form}
        own={lesionReadings.find((r) => r.visit === visit && r.lesion === lesion && r.form === form)}
      />
    </Panel>
  );
}
