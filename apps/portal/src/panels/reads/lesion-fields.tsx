"use client";

import type { ReadForm } from "@nadir/api/reads";
import { LARGEST_VOLUME_MM3, LONGEST_LENGTH_MM, type ReadLesion, withTypedSizes, withWhy } from "@nadir/domain";
import { useId } from "react";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { lesionText, STATUS_WORDS, STATUSES } from "./read-words.ts";
import { ReasonFields } from "./reason-fields.tsx";
import { SizeField } from "./size-field.tsx";

const ORGANS = ["lung", "liver", "lymph-node", "brain", "bone", "adrenal", "kidney", "spleen", "skin", "soft-tissue"];
const small = "grid content-start gap-0.5 text-xs text-faint";

/** One lesion of a read: where it is, its sizes or a finding, and beside it what the reader read before. */
export function LesionFields({
  lesion,
  form,
  isLocked,
  onChange,
  onGoTo,
  onRemove,
}: {
  lesion: ReadLesion;
  form: ReadForm;
  isLocked: boolean;
  onChange: (lesion: ReadLesion) => void;
  /** The viewers go to the lesion. */
  onGoTo: () => void;
  onRemove: () => void;
}) {
  const isCarried = form.carried.includes(lesion.id);
  const organs = useId();
  const change = (part: Partial<ReadLesion>) => onChange({ ...lesion, ...part });
  const before = form.earlier.flatMap(({ visit, document }) => {
    const read = document.lesions.find(({ id }) => id === lesion.id);
    return read ? [`${visit}: ${lesionText(read)}`] : [];
  });
  const hasFinding = lesion.status !== null;
  const hasSize = [lesion.longestMm, lesion.shortMm, lesion.volumeMm3].some((size) => size !== null);
  const needsReason = lesion.status === "not-evaluable" || lesion.status === "not-imaged";
  return (
    <fieldset className="grid gap-2 border-b border-line px-4 py-3 last:border-b-0">
      <legend className="sr-only">Lesion {lesion.id}</legend>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <Button variant="quiet" onClick={onGoTo} title={`To lesion ${lesion.id} in the images`}>
          <span className="font-semibold">{lesion.id}</span>
        </Button>
        {isCarried ? (
          <span className="text-sm text-soft">
            {lesion.organ}
            {lesion.node ? ", lymph node" : ""}
            {lesion.location ? `, ${lesion.location}` : ""}
            {lesion.component ? `, ${lesion.component}` : ""}
          </span>
        ) : null}
        <span className="text-sm text-faint">{before.length > 0 ? before.join(" → ") : "first read here"}</span>
        {isCarried || isLocked ? null : (
          <Button variant="quiet" onClick={onRemove} className="ml-auto">
            Remove {lesion.id}
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        {isCarried ? null : (
          <>
            <label className={small}>
              Organ
              <input
                value={lesion.organ}
                list={organs}
                maxLength={100}
                disabled={isLocked}
                onChange={(event) => change({ organ: event.target.value.trimStart() })}
                className={box}
              />
              <datalist id={organs}>
                {ORGANS.map((organ) => (
                  <option key={organ} value={organ} />
                ))}
              </datalist>
            </label>
            <label className={small}>
              Where in it
              <input
                value={lesion.location}
                maxLength={200}
                disabled={isLocked}
                onChange={(event) => change({ location: event.target.value })}
                className={box}
              />
            </label>
            <label className={small}>
              Lymph node
              <input
                type="checkbox"
                checked={lesion.node}
                disabled={isLocked}
                onChange={(event) => change({ node: event.target.checked })}
                className="my-2 size-4"
              />
            </label>
            {form.trial.disease === "glioma" ? (
              <label className={small}>
                Component
                <select
                  value={lesion.component ?? ""}
                  disabled={isLocked}
                  onChange={(event) =>
                    change({ component: event.target.value === "" ? null : (event.target.value as "enhancing") })
                  }
                  className={box}
                >
                  <option value="">not said</option>
                  <option value="enhancing">enhancing</option>
                  <option value="non-enhancing">non-enhancing</option>
                </select>
              </label>
            ) : null}
          </>
        )}
        <SizeField
          label="Longest, mm"
          most={LONGEST_LENGTH_MM}
          unit="mm"
          value={lesion.longestMm}
          isDisabled={isLocked}
          onChange={(longestMm) => onChange(withTypedSizes(lesion, { longestMm }))}
        />
        <SizeField
          label={lesion.node ? "Short axis, mm" : "Perpendicular, mm"}
          most={LONGEST_LENGTH_MM}
          unit="mm"
          value={lesion.shortMm}
          isDisabled={isLocked}
          onChange={(shortMm) => onChange(withTypedSizes(lesion, { shortMm }))}
        />
        {form.isByVolume ? (
          <SizeField
            label="Volume, mm³"
            most={LARGEST_VOLUME_MM3}
            unit="mm³"
            value={lesion.volumeMm3}
            isDisabled={isLocked}
            onChange={(volumeMm3) => change({ volumeMm3 })}
          />
        ) : null}
        <label className={small}>
          Or a finding
          <select
            value={lesion.status ?? ""}
            disabled={isLocked}
            onChange={(event) =>
              onChange(
                event.target.value === ""
                  ? { ...withWhy(lesion, null), status: null }
                  : {
                      ...withWhy(lesion, event.target.value === "not-imaged" ? "not-imaged" : null),
                      status: event.target.value as "present",
                    },
              )
            }
            className={box}
          >
            <option value="">a size</option>
            {STATUSES[lesion.role].map((status) => (
              <option key={status} value={status}>
                {STATUS_WORDS[status]}
              </option>
            ))}
          </select>
        </label>
        {needsReason ? <ReasonFields of={lesion} isDisabled={isLocked} onChange={onChange} /> : null}
        {hasFinding && hasSize ? (
          <p role="status" className="flex w-full flex-wrap items-center gap-2 text-sm">
            {lesion.id} has a size and a finding; one of the two is signed.
            <Button onClick={() => onChange({ ...withWhy(lesion, null), status: null })}>Keep the size</Button>
            <Button
              onClick={() => onChange(withTypedSizes(lesion, { longestMm: null, shortMm: null, volumeMm3: null }))}
            >
              Keep the finding
            </Button>
          </p>
        ) : null}
        {lesion.role === "new" ? (
          <label className={small}>
            Is it a tumour
            <select
              value={lesion.certainty ?? ""}
              disabled={isLocked}
              onChange={(event) =>
                change({ certainty: event.target.value === "" ? null : (event.target.value as "equivocal") })
              }
              className={box}
            >
              <option value="">not said</option>
              <option value="unequivocal">unequivocal</option>
              <option value="equivocal">equivocal</option>
            </select>
          </label>
        ) : null}
      </div>
    </fieldset>
  );
}
