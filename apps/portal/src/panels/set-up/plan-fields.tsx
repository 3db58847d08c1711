"use client";

import { MR_SEQUENCES, modality } from "@nadir/domain";
import { type ComponentProps, type ReactNode, useId } from "react";
import { box } from "../../ui/box.ts";
import { classNames } from "../../ui/class-names.ts";
import { Panel } from "../../ui/panel.tsx";
import { fieldLook } from "../account/field.tsx";
import { CriteriaChoice } from "./criteria-choice.tsx";
import { FieldFault, faultProps } from "./field-fault.tsx";
import type { PlacedFaults } from "./placed-faults.ts";
import { type EditedColumn, RowsEditor } from "./rows-editor.tsx";
import type { TrialDraft } from "./trial-draft.ts";

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

interface PartProps {
  readonly draft: TrialDraft;
  readonly faults: PlacedFaults;
  readonly onChange: (to: Partial<TrialDraft>) => void;
}

/** By which criteria the trial judges. */
export const CriteriaPart = ({ draft, faults, onChange }: PartProps) => (
  <Part id="criteria" title="Response criteria">
    <CriteriaChoice
      criteria={draft.criteria}
      faults={faults.at("criteria")}
      onChange={(criteria) => onChange({ criteria })}
    />
  </Part>
);

/** The planned visits with their windows, and when changes of features are taken. */
export const VisitsPart = ({ draft, faults, onChange }: PartProps) => (
  <Part
    id="visits"
    title="Visits"
    note="A visit is on time from so many days early to so many days late, both included. No scan: a visit in the clinic alone, at which the worklist asks for none."
  >
    <RowsEditor
      label="visit"
      what="visit"
      columns={VISIT}
      rows={draft.schedule}
      faultsAt={(row, column) => faults.at(`schedule.${row}.${column}`)}
      onChange={(schedule) => onChange({ schedule })}
    />
    <div className="flex flex-wrap items-start gap-3">
      <span className="py-1.5">Change of features is taken from day</span>
      <DayBox
        label="From day"
        value={draft.deltaFrom}
        faults={faults.at("deltaFrom")}
        onChange={(deltaFrom) => onChange({ deltaFrom })}
      />
      <span className="py-1.5">to day</span>
      <DayBox
        label="To day"
        value={draft.deltaTo}
        faults={faults.at("deltaTo")}
        onChange={(deltaTo) => onChange({ deltaTo })}
      />
    </div>
  </Part>
);

/** How images are to be taken, kind by kind. */
export const ImagesPart = ({ draft, faults, onChange, children }: PartProps & { children?: ReactNode }) => (
  <Part
    id="images"
    title="Imaging protocol"
    note="Departures are told at import and on the patient's page; they refuse nothing. A demand: sliceThicknessMm <= 5, kernel = B30f|B31f."
  >
    <RowsEditor
      label="image"
      what="image"
      columns={IMAGE}
      rows={draft.images}
      faultsAt={(row, column) => faults.at(`images.${row}.${column}`)}
      onChange={(images) => onChange({ images })}
    />
    {children}
  </Part>
);

export const Part = ({ children, ...head }: { id: string; title: string; note?: string; children: ReactNode }) => (
  <Panel {...head}>
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">{children}</div>
  </Panel>
);

/** One line to fill in, with its name above it and what is wrong with it below. */
export function Field({
  label,
  faults = [],
  ...rest
}: ComponentProps<"input"> & { label: string; faults?: readonly string[] }) {
  const id = useId();
  return (
    <div className="grid content-start gap-1 text-sm">
      <label className="grid gap-1 font-medium">
        {label}
        <input
          required
          className={classNames(fieldLook, faults.length > 0 && "border-bad")}
          {...faultProps(id, faults)}
          {...rest}
        />
      </label>
      <FieldFault id={id} faults={faults} />
    </div>
  );
}

function DayBox({
  label,
  value,
  faults,
  onChange,
}: {
  label: string;
  value: string;
  faults: readonly string[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <span className="grid gap-0.5">
      <input
        aria-label={label}
        {...faultProps(id, faults)}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(box, "w-20", faults.length > 0 && "border-bad")}
      />
      <FieldFault id={id} faults={faults} />
    </span>
  );
}
