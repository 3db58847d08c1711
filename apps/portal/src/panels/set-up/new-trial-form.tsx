"use client";

import { MR_SEQUENCES, modality, type Trial, type TrialSetUp } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { problemsOf, type Told } from "../../shell/acts/told.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Field } from "../account/field.tsx";
import { CharterChoice } from "./charter-choice.tsx";
import { CriteriaChoice } from "./criteria-choice.tsx";
import { DiseaseFields } from "./disease-fields.tsx";
import { type EditedColumn, RowsEditor } from "./rows-editor.tsx";
import { draftOf, type TrialDraft, trialOf } from "./trial-draft.ts";

const SITE: readonly EditedColumn[] = [
  { name: "id", label: "Key", width: "w-28" },
  { name: "name", label: "Name", width: "w-64" },
  { name: "country", label: "Country", width: "w-20" },
];
const ARM: readonly EditedColumn[] = [
  { name: "id", label: "Key", width: "w-28" },
  { name: "name", label: "Name", width: "w-64" },
  { name: "description", label: "Description", width: "w-72" },
];
const VISIT: readonly EditedColumn[] = [
  { name: "id", label: "Visit", width: "w-24" },
  { name: "day", label: "Day after treatment began", width: "w-24" },
  { name: "before", label: "Days early", width: "w-20" },
  { name: "after", label: "Days late", width: "w-20" },
  { name: "noScan", label: "No scan", width: "w-8", isTick: true },
];
const IMAGE: readonly EditedColumn[] = [
  { name: "name", label: "Name", width: "w-56" },
  { name: "modality", label: "Modality", width: "w-20", choices: modality.options },
  { name: "sequence", label: "Sequence", width: "w-24", choices: MR_SEQUENCES },
  { name: "description", label: "Description holds", width: "w-32" },
  { name: "required", label: "At every visit", width: "w-8", isTick: true },
  { name: "demands", label: "Demands", width: "w-96" },
];

/** A new trial: what its template or another trial says, all of it to be changed, then checked and made. */
export function NewTrialForm({
  start,
  beganFrom,
}: {
  start: { readonly trial: Partial<Trial>; readonly charter: TrialSetUp["charter"] };
  beganFrom: string | null;
}) {
  const router = useRouter();
  const make = useMutation(useProcedures().setUp.make.mutationOptions());
  const [draft, setDraft] = useState(() => draftOf(start));
  const [told, setTold] = useState<{ problems: readonly Told[]; warnings: readonly Told[]; isSound: boolean } | null>(
    null,
  );
  const change = (to: Partial<TrialDraft>) => {
    setDraft({ ...draft, ...to });
    setTold(null);
  };
  const go = async (dryRun: boolean) => {
    const asked = { trial: trialOf(draft), charter: draft.charter, beganFrom, dryRun };
    try {
      const { key, made, problems, warnings } = await make.mutateAsync(asked);
      if (made && key) router.push(`/trials/${key}`);
      else setTold({ problems, warnings, isSound: problems.length === 0 });
    } catch (error) {
      setTold({ problems: problemsOf(error), warnings: [], isSound: false });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void go(false);
  };
  const rows = (name: "sites" | "arms" | "schedule" | "images", what: string, columns: readonly EditedColumn[]) => (
    <RowsEditor
      label={what}
      what={what}
      columns={columns}
      rows={draft[name]}
      onChange={(changed) => change({ [name]: changed })}
    />
  );
  return (
    <form
      onSubmit={submit}
      method="post"
      aria-label="New trial"
      className="grid grid-cols-[minmax(0,1fr)] gap-4 text-sm"
    >
      <Part id="name" title="Name">
        <div className="grid max-w-2xl gap-3 sm:grid-cols-[12rem_1fr]">
          <Field
            label="Key"
            name="id"
            value={draft.id}
            maxLength={64}
            onChange={(e) => change({ id: e.target.value })}
          />
          <Field label="Title" name="title" value={draft.title} onChange={(e) => change({ title: e.target.value })} />
        </div>
        <DiseaseFields draft={draft} onChange={change} />
      </Part>
      <Part id="criteria" title="Response criteria">
        <CriteriaChoice criteria={draft.criteria} onChange={(criteria) => change({ criteria })} />
      </Part>
      <Part id="sites" title="Sites">
        {rows("sites", "site", SITE)}
      </Part>
      <Part id="arms" title="Arms">
        {rows("arms", "arm", ARM)}
      </Part>
      <Part
        id="visits"
        title="Visits"
        note="A visit is on time from so many days early to so many days late, both included. No scan: a visit in the clinic alone, at which the worklist asks for none."
      >
        {rows("schedule", "visit", VISIT)}
        <div className="flex flex-wrap items-end gap-3">
          <span>Change of features is taken from day</span>
          <DayBox label="From day" value={draft.deltaFrom} onChange={(deltaFrom) => change({ deltaFrom })} />
          <span>to day</span>
          <DayBox label="To day" value={draft.deltaTo} onChange={(deltaTo) => change({ deltaTo })} />
        </div>
      </Part>
      <Part
        id="images"
        title="Imaging protocol"
        note="Departures are told at import and on the patient's page; they refuse nothing. A demand: sliceThicknessMm <= 5, kernel = B30f|B31f."
      >
        {rows("images", "image", IMAGE)}
      </Part>
      <Part id="reading" title="Reading">
        <CharterChoice charter={draft.charter} onChange={(charter) => change({ charter })} />
      </Part>
      <Refused problems={told?.problems ?? []} />
      {told?.warnings.length ? (
        <Notice kind="warning" live>
          {told.warnings.map(({ message }) => (
            <p key={message}>{message}</p>
          ))}
        </Notice>
      ) : null}
      {told?.isSound ? (
        <Notice kind="done" title="Nothing is wrong with it." live>
          Nothing was made yet.
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-2.5">
        <Button disabled={make.isPending} onClick={() => void go(true)}>
          Check
        </Button>
        <Button type="submit" variant="primary" disabled={make.isPending}>
          Make the trial
        </Button>
      </div>
    </form>
  );
}

const Part = ({ children, ...head }: { id: string; title: string; note?: string; children: ReactNode }) => (
  <Panel {...head}>
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">{children}</div>
  </Panel>
);

const DayBox = ({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) => (
  <input
    aria-label={label}
    value={value}
    onChange={(event) => onChange(event.target.value)}
    className={`${box} w-20`}
  />
);
