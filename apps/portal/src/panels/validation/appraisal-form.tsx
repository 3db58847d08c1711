"use client";

import type { AppraisalView } from "@nadir/api/trial-validation";
import {
  emptyAssessment,
  judgementsOf,
  lackingIn,
  QUADAS_FORM,
  QUADAS_FORM_DOMAINS,
  type QuadasAssessment,
} from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { problemsOf } from "../../shell/acts/told.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { AppraisalDomain } from "./appraisal-domain.tsx";

/** QUADAS-2 of one's own study: answers and judgements, with what plan and record say beside each domain. */
export function AppraisalForm({
  protocolId,
  own,
  evidence,
}: {
  protocolId: string;
  own: AppraisalView["own"];
  evidence: AppraisalView["evidence"];
}) {
  const router = useRouter();
  const save = useMutation(useProcedures().protocols.appraise.mutationOptions());
  const [form, setForm] = useState<QuadasAssessment>(own?.document ?? emptyAssessment());
  const [isChanged, setChanged] = useState(false);
  const [isTried, setTried] = useState(false);
  const lacking = lackingIn(form);
  const judged = QUADAS_FORM_DOMAINS.flatMap((d) => judgementsOf(form, d));

  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged]);

  const keep = (state: QuadasAssessment["state"]) => {
    setTried(state === "final");
    if (state === "final" && lacking.length > 0) return;
    save.mutate(
      { protocol: protocolId, form: { ...form, state }, seen: own?.version ?? 0 },
      {
        onSuccess: () => {
          setChanged(false);
          router.refresh();
        },
      },
    );
  };

  return (
    <form
      aria-label="QUADAS-2"
      data-state={isChanged ? "changed" : (own?.state ?? "empty")}
      className="grid grid-cols-[minmax(0,1fr)] gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        keep("final");
      }}
    >
      <p className="text-sm text-soft">
        {isChanged
          ? "Changes that are not saved."
          : own === null
            ? "Not begun."
            : own.state === "draft"
              ? `Your draft, version ${own.version}. Only you see it.`
              : `Final, version ${own.version}. A change becomes a new version.`}
      </p>
      {QUADAS_FORM_DOMAINS.map((domain) => (
        <AppraisalDomain
          key={domain}
          domain={domain}
          rating={form[domain]}
          evidence={evidence[domain]}
          onChange={(rating) => {
            setChanged(true);
            setForm({ ...form, [domain]: rating });
          }}
        />
      ))}
      <p className="text-sm">
        {judged.filter(([, j]) => j.judgement !== null).length} of {judged.length} judgements made in{" "}
        {Object.keys(QUADAS_FORM).length} domains.
      </p>
      {isTried && lacking.length > 0 ? (
        <Notice kind="refusal" title="Not final yet; nothing was saved." live>
          {lacking.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Notice>
      ) : null}
      {save.isError ? (
        <Notice kind="refusal" title="Not saved." live>
          {problemsOf(save.error).map((p) => (
            <p key={`${p.code} ${p.message}`}>{p.message}</p>
          ))}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button disabled={save.isPending} onClick={() => keep("draft")}>
          {save.isPending ? "Saving" : "Save as a draft"}
        </Button>
        <Button type="submit" variant="primary" disabled={save.isPending}>
          Make final
        </Button>
      </div>
    </form>
  );
}
