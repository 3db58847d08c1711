"use client";

import type { Trial, TrialSetUp } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { problemsOf } from "../../shell/acts/told.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { CharterChoice } from "./charter-choice.tsx";
import { DiseaseFields } from "./disease-fields.tsx";
import { FaultsTold, useFirstFault } from "./faults-told.tsx";
import { hasFewerRows, NO_FAULTS, type PlacedFaults, placeFaults, type SetUpFault } from "./placed-faults.ts";
import { CriteriaPart, Field, ImagesPart, Part, VisitsPart } from "./plan-fields.tsx";
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
  const [told, setTold] = useState<{ faults: PlacedFaults; warnings: readonly SetUpFault[]; isSound: boolean } | null>(
    null,
  );
  const faults = told?.faults ?? NO_FAULTS;
  const form = useFirstFault(faults);
  const change = (to: Partial<TrialDraft>) => {
    setDraft({ ...draft, ...to });
    setTold(told && !hasFewerRows(draft, to) ? { ...told, isSound: false } : null);
  };
  const go = async (dryRun: boolean) => {
    const asked = { trial: trialOf(draft), charter: draft.charter, beganFrom, dryRun };
    try {
      const { key, made, problems, warnings } = await make.mutateAsync(asked);
      if (made && key) router.push(`/trials/${key}`);
      else setTold({ faults: placeFaults(draft, problems), warnings, isSound: problems.length === 0 });
    } catch (error) {
      const refused = problemsOf(error).map(({ code, message }) => ({ code, message, path: null }));
      setTold({ faults: placeFaults(draft, refused), warnings: [], isSound: false });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void go(false);
  };
  const rows = (name: "sites" | "arms", what: string, columns: readonly EditedColumn[]) => (
    <RowsEditor
      label={what}
      what={what}
      columns={columns}
      rows={draft[name]}
      faultsAt={(row, column) => faults.at(`${name}.${row}.${column}`)}
      onChange={(changed) => change({ [name]: changed })}
    />
  );
  return (
    <form
      ref={form}
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
            faults={faults.at("id")}
            onChange={(e) => change({ id: e.target.value })}
          />
          <Field
            label="Title"
            name="title"
            value={draft.title}
            faults={faults.at("title")}
            onChange={(e) => change({ title: e.target.value })}
          />
        </div>
        <DiseaseFields draft={draft} faults={faults} onChange={change} />
      </Part>
      <CriteriaPart draft={draft} faults={faults} onChange={change} />
      <Part id="sites" title="Sites">
        {rows("sites", "site", SITE)}
      </Part>
      <Part id="arms" title="Arms">
        {rows("arms", "arm", ARM)}
      </Part>
      <VisitsPart draft={draft} faults={faults} onChange={change} />
      <ImagesPart draft={draft} faults={faults} onChange={change} />
      <Part id="reading" title="Reading">
        <CharterChoice charter={draft.charter} onChange={(charter) => change({ charter })} />
      </Part>
      <FaultsTold faults={faults} warnings={told?.warnings ?? []} />
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
