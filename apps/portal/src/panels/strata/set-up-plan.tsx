"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

/** "Drug 2, Control" → arms with their ratio; an arm without a number has 1. */
function armsOf(text: string): { name: string; ratio: number }[] {
  return text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, name, ratio] = /^(.*?)(?:\s+x\s*(\d+))?$/.exec(part) ?? [];
      return { name: name ?? part, ratio: ratio === undefined ? 1 : Number(ratio) };
    });
}

/** Sets up the next version of the randomisation. */
export function SetUpPlan({ trial, hasRule, isFirst }: { trial: string; hasRule: boolean; isFirst: boolean }) {
  const procedures = useProcedures();
  const setUp = useMutation(procedures.strata.setUp.mutationOptions());
  const { isBusy, done, problems, act } = useAct<object>();
  const [kind, setKind] = useState<"permuted-blocks" | "minimisation">("permuted-blocks");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const word = (name: string) => String(form.get(name) ?? "");
    act(() =>
      setUp.mutateAsync({
        trial,
        arms: armsOf(word("arms")),
        blinded: form.get("blinded") === "on",
        withRule: form.get("withRule") === "on",
        method:
          kind === "permuted-blocks"
            ? {
                kind,
                lengths: word("lengths")
                  .split(/[,\s]+/)
                  .filter(Boolean)
                  .map(Number),
              }
            : {
                kind,
                probability: Number(word("probability")),
                imbalance: word("imbalance") === "variance" ? "variance" : "range",
                weights: {},
              },
      }),
    );
  };
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer font-medium">
        {isFirst ? "Set up a randomisation" : "Set up a new version"}
      </summary>
      <form onSubmit={submit} className="mt-2 grid max-w-xl gap-2.5">
        <label className="grid gap-1">
          Arms, with commas between; "Drug x2" has twice the patients
          <input name="arms" required placeholder="Drug x2, Control" className={box} />
        </label>
        <label className="grid gap-1">
          Method
          <select
            name="kind"
            value={kind}
            onChange={(event) => setKind(event.target.value as typeof kind)}
            className={box}
          >
            <option value="permuted-blocks">Permuted blocks</option>
            {hasRule ? <option value="minimisation">Minimisation</option> : null}
          </select>
        </label>
        {kind === "permuted-blocks" ? (
          <label className="grid gap-1">
            Lengths of blocks, one of them drawn for each block
            <input name="lengths" required defaultValue="4, 6" className={box} />
          </label>
        ) : (
          <>
            <label className="grid gap-1">
              Probability of the arm of least imbalance
              <input name="probability" required defaultValue="0.8" inputMode="decimal" className={box} />
            </label>
            <label className="grid gap-1">
              Imbalance
              <select name="imbalance" className={box}>
                <option value="range">range</option>
                <option value="variance">variance</option>
              </select>
            </label>
          </>
        )}
        {hasRule ? (
          <label className="flex items-center gap-2">
            <input type="checkbox" name="withRule" defaultChecked /> By the newest version of the strata rule
          </label>
        ) : null}
        <label className="flex items-center gap-2">
          <input type="checkbox" name="blinded" /> Blinded: the arm is told in an emergency only
        </label>
        <Button type="submit" disabled={isBusy} className="justify-self-start">
          Set up
        </Button>
        <Refused problems={problems} />
        {done ? (
          <Notice kind="done" live>
            It is set up. Simulate it next.
          </Notice>
        ) : null}
      </form>
    </details>
  );
}
