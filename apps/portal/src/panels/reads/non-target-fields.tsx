"use client";

import { type ReadDocument, withWhy } from "@nadir/domain";
import { box } from "../../ui/box.ts";
import { Panel } from "../../ui/panel.tsx";
import { ReasonFields } from "./reason-fields.tsx";

const small = "grid content-start gap-0.5 text-xs text-faint";

/** The non-target disease as a whole, and the reader's note. */
export function NonTargetFields({
  document,
  isFollowUp,
  onChange,
}: {
  document: ReadDocument;
  isFollowUp: boolean;
  onChange: (part: Pick<ReadDocument, "nonTarget"> | Pick<ReadDocument, "note">) => void;
}) {
  const { nonTarget } = document;
  return (
    <Panel id="whole" title="Non-target disease as a whole">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <label className={small}>
          Non-target disease
          <select
            value={nonTarget.status ?? ""}
            onChange={(event) =>
              onChange({
                nonTarget: {
                  ...withWhy(nonTarget, null),
                  status: event.target.value === "" ? null : (event.target.value as "present"),
                },
              })
            }
            className={box}
          >
            <option value="">none, or not judged</option>
            <option value="present">present, no unequivocal progression</option>
            <option value="absent">gone</option>
            <option value="unequivocal-progression">unequivocal progression</option>
            <option value="not-evaluable">not evaluable</option>
          </select>
        </label>
        {isFollowUp ? (
          <label className={small}>
            Since the last scan
            <select
              value={nonTarget.sinceLast ?? ""}
              onChange={(event) =>
                onChange({
                  nonTarget: {
                    ...nonTarget,
                    sinceLast: event.target.value === "" ? null : (event.target.value as "unchanged"),
                  },
                })
              }
              className={box}
            >
              <option value="">not said</option>
              <option value="decreased">decreased</option>
              <option value="unchanged">unchanged</option>
              <option value="increased">increased</option>
            </select>
          </label>
        ) : null}
        {nonTarget.status === "not-evaluable" ? (
          <ReasonFields of={nonTarget} isDisabled={false} onChange={(next) => onChange({ nonTarget: next })} />
        ) : null}
        <label className={`${small} min-w-60 grow`}>
          Note
          <textarea
            value={document.note}
            rows={2}
            maxLength={2000}
            onChange={(event) => onChange({ note: event.target.value })}
            className={box}
          />
        </label>
      </div>
    </Panel>
  );
}
