"use client";

import { disease, tumourTypeId, tumourTypeName } from "@nadir/domain";
import { useId } from "react";
import { box } from "../../ui/box.ts";
import { diseaseName } from "../../ui/criterion-names.ts";
import { FieldFault, faultProps } from "./field-fault.tsx";
import type { PlacedFaults } from "./placed-faults.ts";
import type { TrialDraft } from "./trial-draft.ts";

const SETTINGS = ["newly-diagnosed", "recurrent", "neo-adjuvant"] as const;

/** What is treated, and at which time of the disease. */
export function DiseaseFields({
  draft,
  faults,
  onChange,
}: {
  draft: TrialDraft;
  faults: PlacedFaults;
  onChange: (to: Partial<TrialDraft>) => void;
}) {
  const id = useId();
  const toggle = (id: string, isOf: boolean) =>
    onChange({ tumourTypes: isOf ? [...draft.tumourTypes, id] : draft.tumourTypes.filter((of) => of !== id) });
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-3">
        <label className="grid gap-1">
          Disease
          <select
            value={draft.disease}
            onChange={(event) => onChange({ disease: event.target.value })}
            className={box}
            {...faultProps(`${id}-disease`, faults.at("disease"))}
          >
            {disease.options.map((id) => (
              <option key={id} value={id}>
                {diseaseName(id)}
              </option>
            ))}
          </select>
        </label>
        {draft.disease === "glioma" ? (
          <label className="grid gap-1">
            Setting
            <select
              value={draft.setting}
              onChange={(event) => onChange({ setting: event.target.value })}
              className={box}
            >
              <option value="">not named</option>
              {SETTINGS.map((of) => (
                <option key={of}>{of}</option>
              ))}
            </select>
          </label>
        ) : null}
      </div>
      <FieldFault id={`${id}-disease`} faults={faults.at("disease")} />
      <FieldFault id={`${id}-types`} faults={faults.at("tumourTypes")} />
      <details>
        <summary
          className="cursor-pointer"
          {...(faults.at("tumourTypes").length > 0 ? { "aria-describedby": `${id}-types`, "data-faulty": true } : {})}
        >
          Tumour types:{" "}
          {draft.tumourTypes.length === 0
            ? "none named"
            : draft.tumourTypes.map((id) => tumourTypeName(id as never)).join(", ")}
        </summary>
        <ul className="mt-2 grid gap-1 sm:grid-cols-2 lg:grid-cols-3">
          {tumourTypeId.options.map((id) => (
            <li key={id}>
              <label className="flex items-center gap-1.5">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={draft.tumourTypes.includes(id)}
                  onChange={(event) => toggle(id, event.target.checked)}
                />
                {tumourTypeName(id)}
              </label>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
