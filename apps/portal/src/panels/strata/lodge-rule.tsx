"use client";

import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

const EXAMPLE = {
  schema: "nadir.strata-rule/1",
  id: "strata",
  version: "1",
  factors: [
    {
      kind: "number",
      name: "age",
      label: "Age",
      unit: "years",
      levels: [{ name: "to 60", upTo: 60 }, { name: "over 60" }],
    },
    {
      kind: "word",
      name: "sex",
      label: "Sex",
      levels: [
        { name: "female", words: ["female"] },
        { name: "male", words: ["male"] },
      ],
    },
  ],
};

/** Writes the next version of the rule. */
export function LodgeRule({ trial, present, asksReason }: { trial: string; present: unknown; asksReason: boolean }) {
  const procedures = useProcedures();
  const lodge = useMutation(procedures.strata.lodge.mutationOptions());
  const { isBusy, done, problems, act } = useAct<{ version: number; isNew: boolean }>();
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    let rule: unknown;
    try {
      rule = JSON.parse(String(form.get("rule")));
      setWrong(null);
    } catch (error) {
      setWrong(`The rule is not JSON: ${(error as Error).message}.`);
      return;
    }
    const reason = String(form.get("reason") ?? "").trim();
    act(() => lodge.mutateAsync({ trial, rule, reason: reason === "" ? null : reason }));
  };
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer font-medium">{asksReason ? "Lodge a new version" : "Lodge the rule"}</summary>
      <form onSubmit={submit} className="mt-2 grid max-w-3xl gap-2.5">
        <label className="grid gap-1">
          Rule, as JSON
          <textarea
            name="rule"
            rows={14}
            required
            spellCheck={false}
            defaultValue={JSON.stringify(present ?? EXAMPLE, null, 2)}
            className={`${box} font-mono text-xs`}
          />
        </label>
        <p className="text-soft">
          A factor's <code>column</code> (left out: its name) says where the value stands: site, age, sex, ecog,
          karnofsky; a laboratory marker or biomarker by its code; <code>model:KEY</code> for a registered model.
        </p>
        {asksReason ? (
          <label className="grid gap-1">
            Why the rule changes
            <input name="reason" required className={box} />
          </label>
        ) : null}
        <Button type="submit" disabled={isBusy} className="justify-self-start">
          Lodge
        </Button>
        {wrong ? (
          <Notice kind="refusal" live>
            {wrong}
          </Notice>
        ) : null}
        <Refused problems={problems} />
        {done ? (
          <Notice kind="done" live>
            {done.isNew
              ? `Version ${done.version} is lodged.`
              : `The trial has this very rule, as version ${done.version}.`}
          </Notice>
        ) : null}
      </form>
    </details>
  );
}
