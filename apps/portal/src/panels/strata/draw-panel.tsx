"use client";

import type { StrataPlan, StrataSubject } from "@nadir/api/strata";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";

/** Draws for one patient: choose, look at the stratum, confirm, draw. */
export function DrawPanel({
  trial,
  plan,
  subjects,
}: {
  trial: string;
  plan: StrataPlan;
  subjects: readonly StrataSubject[];
}) {
  const procedures = useProcedures();
  const draw = useMutation(procedures.strata.draw.mutationOptions());
  const { isBusy, done, problems, act } = useAct<{ number: number; arm: string | null; subject: string }>();
  const [chosen, setChosen] = useState("");
  const [isEligible, setIsEligible] = useState(false);
  const [isSure, setIsSure] = useState(false);
  const open = subjects.filter((s) => s.draw === null);
  const subject = open.find((s) => s.subject === chosen);
  const stratum = plan.ruleVersion === null ? "all" : (subject?.stratum ?? null);
  const choose = (key: string) => {
    setChosen(key);
    setIsEligible(false);
    setIsSure(false);
  };
  const go = async () => {
    if (!subject || stratum === null) return;
    const was = subject.subject;
    const ok = await act(async () => ({
      ...(await draw.mutateAsync({ trial, subject: was, stratum, eligible: isEligible })),
      subject: was,
    }));
    if (ok) choose("");
  };
  return (
    <Panel id="draw" title="Draw for a patient" note="Once for each patient. It cannot be undone.">
      <div className="grid max-w-xl grid-cols-[minmax(0,1fr)] gap-3 text-sm">
        <label className="grid grid-cols-[minmax(0,1fr)] gap-1">
          Patient
          <select value={chosen} onChange={(event) => choose(event.target.value)} className={`${box} w-full`}>
            <option value="">{open.length === 0 ? "Everybody is drawn" : "Choose"}</option>
            {open.map((s) => (
              <option key={s.id} value={s.subject}>
                {s.subject}, {s.site}
              </option>
            ))}
          </select>
        </label>
        {subject && stratum === null ? (
          <Notice kind="warning" title="No stratum.">
            {subject.inputs
              .flatMap(({ why }) => why ?? [])
              .map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
          </Notice>
        ) : null}
        {subject && stratum !== null ? (
          <>
            <p>
              {stratum === "all" ? (
                "The randomisation has no strata."
              ) : (
                <>
                  Stratum: <strong>{stratum}</strong>
                </>
              )}
            </p>
            <label className="flex items-start gap-2">
              <input
                type="checkbox"
                checked={isEligible}
                onChange={(event) => setIsEligible(event.target.checked)}
                className="mt-1"
              />
              {subject.subject} meets every criterion of eligibility and has consented.
            </label>
            {isSure ? (
              <div className="flex flex-wrap items-center gap-2">
                <Button variant="primary" disabled={isBusy || !isEligible} onClick={go}>
                  Draw for {subject.subject} now
                </Button>
                <Button variant="quiet" disabled={isBusy} onClick={() => setIsSure(false)}>
                  Not yet
                </Button>
              </div>
            ) : (
              <Button disabled={!isEligible} onClick={() => setIsSure(true)} className="justify-self-start">
                Go on to the draw
              </Button>
            )}
          </>
        ) : null}
        <Refused problems={problems} />
        {done ? (
          <Notice kind="done" title={`Patient ${done.subject}, number ${done.number}:`} live>
            {done.arm === null ? "drawn. The trial is blinded; the arm is not shown." : done.arm}
          </Notice>
        ) : null}
      </div>
    </Panel>
  );
}
