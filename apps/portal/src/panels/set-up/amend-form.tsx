"use client";

import type { PlanOfTrial } from "@nadir/api/set-up";
import type { AppRouter } from "@nadir/api/trpc";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { problemsOf } from "../../shell/acts/told.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { FaultsTold, useFirstFault } from "./faults-told.tsx";
import { hasFewerRows, NO_FAULTS, type PlacedFaults, placeFaults, type SetUpFault } from "./placed-faults.ts";
import { PlanChanges } from "./plan-changes.tsx";
import { CriteriaPart, Field, ImagesPart, Part, VisitsPart } from "./plan-fields.tsx";
import { draftOf, type TrialDraft, trialOf } from "./trial-draft.ts";

type Answer = inferRouterOutputs<AppRouter>["setUp"]["amend"];
type Amendment = inferRouterInputs<AppRouter>["setUp"]["amend"];

/** The plan of a trial, to be amended: what would change is told first, and it is amended for a reason. */
export function AmendForm({ of }: { of: PlanOfTrial }) {
  const router = useRouter();
  const amend = useMutation(useProcedures().setUp.amend.mutationOptions());
  const [draft, setDraft] = useState(() => draftOf({ trial: { ...of.about, ...of.plan }, charter: null }));
  const [reason, setReason] = useState("");
  const [told, setTold] = useState<{ faults: PlacedFaults; warnings: readonly SetUpFault[] } | null>(null);
  const [preview, setPreview] = useState<Answer | null>(null);
  const faults = told?.faults ?? NO_FAULTS;
  const form = useFirstFault(faults);
  const change = (to: Partial<TrialDraft>) => {
    setDraft({ ...draft, ...to });
    setPreview(null);
    if (hasFewerRows(draft, to)) setTold(null);
  };
  const go = async (dryRun: boolean) => {
    try {
      const answer = await amend.mutateAsync({
        trial: of.trial.key,
        plan: planOf(draft),
        seen: of.present,
        reason,
        dryRun,
      });
      if (answer.version !== null) {
        router.push(`/trials/${of.trial.key}/plan`);
        router.refresh();
        return;
      }
      setTold({ faults: placeFaults(draft, answer.problems), warnings: answer.warnings });
      setPreview(answer.problems.length === 0 ? answer : null);
    } catch (error) {
      const refused = problemsOf(error).map(({ code, message, where }) => ({
        code,
        message,
        path: where?.path ?? null,
      }));
      setTold({ faults: placeFaults(draft, refused), warnings: [] });
      setPreview(null);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void go(preview === null);
  };
  return (
    <form
      ref={form}
      onSubmit={submit}
      method="post"
      aria-label="Amendment of the plan"
      className="grid grid-cols-[minmax(0,1fr)] gap-4 text-sm"
    >
      <CriteriaPart draft={draft} faults={faults} onChange={change} />
      <VisitsPart draft={draft} faults={faults} onChange={change} />
      <ImagesPart draft={draft} faults={faults} onChange={change}>
        <div className="max-w-48">
          <Field
            label="Version of the imaging protocol"
            value={draft.imagesVersion}
            maxLength={200}
            required={false}
            faults={faults.at("imagesVersion")}
            onChange={(event) => change({ imagesVersion: event.target.value })}
          />
        </div>
      </ImagesPart>
      <FaultsTold faults={faults} warnings={told?.warnings ?? []} />
      {preview ? (
        <Part id="preview" title="What would change">
          <PlanChanges label="What would change" changes={preview.changes} />
          <Notice kind={preview.effects.length > 0 ? "warning" : "info"} title="What is on record:" live>
            {preview.effects.length > 0
              ? preview.effects.map((sentence) => <p key={sentence}>{sentence}</p>)
              : "No visit and no image on record stands in another light by it."}
          </Notice>
          <div className="max-w-2xl">
            <Field
              label="Reason"
              name="reason"
              value={reason}
              maxLength={500}
              autoComplete="off"
              faults={faults.at("reason")}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
        </Part>
      ) : null}
      <div className="flex flex-wrap gap-2.5">
        {preview ? (
          <Button type="submit" variant="primary" disabled={amend.isPending}>
            Amend the plan
          </Button>
        ) : (
          <Button type="submit" variant="primary" disabled={amend.isPending}>
            See what would change
          </Button>
        )}
      </div>
    </form>
  );
}

/** The parts of the trial that an amendment changes, as they were typed. */
function planOf(draft: TrialDraft): Amendment["plan"] {
  const { criteria, schedule, deltaWindow, imagingProtocol } = trialOf(draft);
  return {
    criteria,
    schedule,
    ...(deltaWindow ? { deltaWindow } : {}),
    ...(imagingProtocol ? { imagingProtocol } : {}),
  };
}
