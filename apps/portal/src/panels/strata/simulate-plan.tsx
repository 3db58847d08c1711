"use client";

import type { StrataPlan } from "@nadir/api/strata";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Scroll } from "../../ui/scroll.tsx";

type Simulation = NonNullable<StrataPlan["simulations"]>[number];
const patients = (n: number): string => n.toFixed(1);
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** What a simulation found. */
export function SimulationTable({ simulation: { wish, result, at } }: { simulation: Simulation }) {
  const rows = [
    { name: "Imbalance over all, patients", spread: result.imbalance, show: patients },
    ...Object.entries(result.imbalanceByFactor).map(([factor, spread]) => ({
      name: `Imbalance within a level of ${factor}, patients`,
      spread,
      show: patients,
    })),
    ...(result.imbalanceInStrata
      ? [{ name: "Imbalance within a stratum, patients", spread: result.imbalanceInStrata, show: patients }]
      : []),
    { name: "Next arms guessed right", spread: result.guessed, show: percent },
  ];
  const { power } = result;
  return (
    <div className="grid gap-1">
      <p className="text-soft">
        Simulated <Moment at={at} /> on made patients: {wish.runs} runs of {wish.subjects}, seed {wish.seed}.
        {power
          ? ` Power ${percent(power.estimate)} (± ${(196 * power.standardError).toFixed(0)} points) with ${power.events.toFixed(0)} events on average.`
          : ""}
      </p>
      <Scroll label="Simulation">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col" className="number">
                Mean
              </th>
              <th scope="col" className="number">
                Median
              </th>
              <th scope="col" className="number">
                95 % of runs up to
              </th>
              <th scope="col" className="number">
                Largest
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, spread, show }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">{show(spread.mean)}</td>
                <td className="number">{show(spread.median)}</td>
                <td className="number">{show(spread.p95)}</td>
                <td className="number">{show(spread.largest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

/** Asks for a simulation; its answer is kept on record. */
export function SimulatePlan({ plan }: { plan: StrataPlan }) {
  const simulate = useMutation(useProcedures().strata.simulate.mutationOptions());
  const { isBusy, problems, act } = useAct<object>();
  const [outcome, setOutcome] = useState<"none" | "survival" | "response">("none");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const number = (name: string) => Number(form.get(name));
    act(() =>
      simulate.mutateAsync({
        plan: plan.id,
        wish: {
          subjects: number("subjects"),
          runs: number("runs"),
          seed: number("seed"),
          ...(outcome === "survival"
            ? {
                survival: {
                  medianFirstArm: number("median"),
                  hazardRatio: number("hazardRatio"),
                  accrual: number("accrual"),
                  followUp: number("followUp"),
                  alpha: number("alpha"),
                },
              }
            : {}),
          ...(outcome === "response"
            ? {
                response: { firstArm: number("firstArm"), secondArm: number("secondArm"), alpha: number("alpha") },
              }
            : {}),
        },
      }),
    );
  };
  const field = (name: string, label: string, value: string) => (
    <label className="grid gap-1">
      {label}
      <input name={name} required defaultValue={value} inputMode="decimal" className={box} />
    </label>
  );
  const [first, second] = plan.arms.map(({ name }) => name);
  return (
    <form onSubmit={submit} className="grid max-w-3xl gap-2.5 sm:grid-cols-3" aria-label="Simulate">
      {field("subjects", "Patients", "120")}
      {field("runs", "Runs", "500")}
      {field("seed", "Seed", "1")}
      {plan.arms.length === 2 ? (
        <label className="grid gap-1">
          Power on
          <select
            value={outcome}
            onChange={(event) => setOutcome(event.target.value as typeof outcome)}
            className={box}
          >
            <option value="none">nothing</option>
            <option value="survival">survival (log-rank)</option>
            <option value="response">response (two proportions)</option>
          </select>
        </label>
      ) : null}
      {outcome === "survival" ? (
        <>
          {field("median", `Median of ${first}, months`, "12")}
          {field("hazardRatio", `Hazard ratio of ${second}`, "0.7")}
          {field("accrual", "Accrual, months", "18")}
          {field("followUp", "Follow-up after it, months", "12")}
          {field("alpha", "Two-sided alpha", "0.05")}
        </>
      ) : null}
      {outcome === "response" ? (
        <>
          {field("firstArm", `Response of ${first}, share`, "0.2")}
          {field("secondArm", `Response of ${second}, share`, "0.4")}
          {field("alpha", "Two-sided alpha", "0.05")}
        </>
      ) : null}
      <div className="sm:col-span-3">
        <Button type="submit" disabled={isBusy}>
          {isBusy ? "Simulating …" : "Simulate"}
        </Button>
      </div>
      <div className="sm:col-span-3">
        <Refused problems={problems} />
      </div>
    </form>
  );
}
