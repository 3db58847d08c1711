"use client";

import type { AdjudicationForm } from "@nadir/api/reads";
import { ADJUDICATION_MEANING, type ReaderRole } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { Asked } from "../../shell/acts/asked.tsx";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SignatureState } from "../../ui/signature-state.tsx";
import { DataLocked } from "../trials/data-locked.tsx";
import { PLACE_WORDS } from "./read-words.ts";

/** The decision between two reads, or the form that makes it. */
export function AdjudicationPanel({ form }: { form: AdjudicationForm }) {
  const adjudicate = useMutation(useProcedures().reads.adjudicate.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const { decided, isReplaced, locked, may, comparison } = form;
  if (decided)
    return (
      <Panel id="decision" title="Decision" aside="signed">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1 text-sm wrap-anywhere">
          <p className="text-base font-semibold">{PLACE_WORDS[decided.chosen]}’s reads stand</p>
          <p className="max-w-[90ch]">{decided.reason}</p>
          <p className="text-soft">By {decided.by}</p>
          <SignatureState signature={decided} />
          {isReplaced ? (
            <Notice kind="info" title="Reads were signed or amended since.">
              This decision was made on the reads as they are shown here. The reads as they are now are compared anew,
              and wait in the queue if they differ.
            </Notice>
          ) : null}
        </div>
      </Panel>
    );
  return (
    <Panel id="decision" title="Decision" aside="not decided yet">
      {isReplaced ? (
        <Notice kind="info">
          A read was signed or amended since. What is shown here is what was compared; the queue has the comparison of
          the reads as they are now.
        </Notice>
      ) : locked ? (
        <DataLocked lock={locked} />
      ) : may.adjudicate ? (
        <div className="grid gap-3 text-sm">
          <Refused problems={problems} />
          <Asked
            label="Sign the decision"
            disabled={isBusy}
            onSubmit={(given) =>
              act(() =>
                adjudicate.mutateAsync({
                  comparison,
                  chosen: String(given.get("chosen")) as ReaderRole,
                  reason: String(given.get("reason")),
                  password: String(given.get("password")),
                }),
              )
            }
          >
            <fieldset className="grid gap-1">
              <legend className="font-medium">Whose reads of this patient stand</legend>
              {(["reader-1", "reader-2"] as const).map((place) => (
                <label key={place} className="inline-flex items-center gap-2">
                  <input type="radio" name="chosen" value={place} required />
                  {PLACE_WORDS[place]}
                </label>
              ))}
            </fieldset>
            <label className="grid gap-1">
              Reason
              <textarea name="reason" required rows={2} maxLength={2000} className={box} />
            </label>
            <p className="text-soft">You sign: “{ADJUDICATION_MEANING}”</p>
          </Asked>
        </div>
      ) : (
        <p className="text-sm text-soft">An adjudicator of the trial decides.</p>
      )}
    </Panel>
  );
}
