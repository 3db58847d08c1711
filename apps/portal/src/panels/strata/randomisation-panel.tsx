"use client";

import type { StrataPlan } from "@nadir/api/strata";
import { useMutation } from "@tanstack/react-query";
import { Asked, Sign } from "../../shell/acts/asked.tsx";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Empty } from "../../ui/empty.tsx";
import { Hash } from "../../ui/hash.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SignatureMark } from "../../ui/signature-state.tsx";
import { SetUpPlan } from "./set-up-plan.tsx";
import { SimulatePlan, SimulationTable } from "./simulate-plan.tsx";

const METHODS = {
  "permuted-blocks": "permuted blocks of random length",
  minimisation: "minimisation with a random element (Pocock & Simon)",
} as const;
const STATES: Readonly<Record<StrataPlan["state"], string>> = {
  draft: "being set up",
  "set up": "waits for the second signature",
  "in use": "in use",
  stopped: "stopped",
  replaced: "replaced by a later version",
};

/** The randomisation of the trial: what it does, who signed it, and the way to switch one on. */
export function RandomisationPanel({
  trial,
  plans,
  may,
  hasRule,
}: {
  trial: string;
  plans: readonly StrataPlan[];
  may: boolean;
  hasRule: boolean;
}) {
  const [newest, ...older] = plans;
  return (
    <Panel id="randomisation" title="Randomisation" aside={newest ? STATES[newest.state] : null}>
      {newest ? (
        <div className="grid gap-4">
          <Plan plan={newest} may={may} />
          {older.length > 0 ? (
            <details className="text-sm">
              <summary className="cursor-pointer font-medium">Earlier versions</summary>
              <div className="mt-2 grid gap-4">
                {older.map((plan) => (
                  <Plan key={plan.id} plan={plan} may={may} />
                ))}
              </div>
            </details>
          ) : null}
        </div>
      ) : (
        <Empty title="No randomisation is set up">
          A statistician sets it up and simulates it; it is in use once a second one has approved it.
        </Empty>
      )}
      {may ? <SetUpPlan trial={trial} hasRule={hasRule} isFirst={plans.length === 0} /> : null}
    </Panel>
  );
}

function Plan({ plan, may }: { plan: StrataPlan; may: boolean }) {
  const ratio = plan.arms.map(({ ratio: r }) => r).join(" : ");
  const { settings } = plan;
  return (
    <section aria-label={`Randomisation, version ${plan.version}`} className="grid gap-3 text-sm">
      <p className="max-w-[90ch]">
        Version {plan.version} ({STATES[plan.state]}): {plan.arms.map(({ name }) => name).join(", ")} in the ratio{" "}
        {ratio} by {METHODS[plan.method]},{" "}
        {plan.ruleVersion === null ? "without strata" : `by version ${plan.ruleVersion} of the rule`};{" "}
        {plan.blinded ? "blinded" : "open"}. The next arm is drawn by the database at the moment of the draw; there is
        no list to be seen.
      </p>
      {settings ? (
        <p className="text-soft">
          Only statisticians see this:{" "}
          {settings.lengths
            ? `blocks of ${settings.lengths.join(", ")}`
            : `the arm of least imbalance with probability ${settings.probability}`}
          . Text <Hash value={plan.hash} />
        </p>
      ) : null}
      <ul className="grid gap-1">
        {plan.signatures.map((signature) => (
          <li key={signature.meaning}>
            {signature.meaning}: {signature.person}{" "}
            {signature.reason ? <span className="text-soft">({signature.reason}) </span> : null}
            <SignatureMark signature={{ ...signature, by: null }} />
          </li>
        ))}
      </ul>
      {may && plan.simulations ? <Ceremony plan={plan} simulations={plan.simulations} /> : null}
    </section>
  );
}

/** Simulate, sign as set up, have another person approve; later stop. */
function Ceremony({ plan, simulations }: { plan: StrataPlan; simulations: NonNullable<StrataPlan["simulations"]> }) {
  const sign = useMutation(useProcedures().strata.sign.mutationOptions());
  const { isBusy, problems, act } = useAct<object>();
  const put = (meaning: "set up" | "approved for use" | "stopped") => (form: FormData) =>
    act(() =>
      sign.mutateAsync({
        plan: plan.id,
        meaning,
        seen: plan.hash,
        reason: meaning === "stopped" ? String(form.get("reason")) : null,
        password: String(form.get("password")),
      }),
    );
  const isSetUp = plan.signatures.some(({ meaning }) => meaning === "set up");
  const isOver = plan.state === "stopped" || plan.state === "replaced";
  return (
    <div className="grid gap-3">
      {simulations.map((simulation) => (
        <SimulationTable key={simulation.id} simulation={simulation} />
      ))}
      {plan.state === "draft" ? <SimulatePlan plan={plan} /> : null}
      {plan.state === "draft" && simulations.length > 0 ? (
        <Sign title="Sign as set up" done={false} disabled={isBusy} onSign={put("set up")}>
          You set this randomisation up and have seen its simulation. Another statistician approves it.
        </Sign>
      ) : null}
      {plan.state === "set up" ? (
        <Sign title="Approve and switch on" done={false} disabled={isBusy} onSign={put("approved for use")}>
          From now on patients are drawn by it. Whoever set it up cannot approve it.
        </Sign>
      ) : null}
      {isSetUp && !isOver ? (
        <details>
          <summary className="cursor-pointer font-medium">Stop it</summary>
          <div className="mt-2">
            <Asked label="Stop the randomisation" disabled={isBusy} onSubmit={put("stopped")}>
              <label className="grid gap-1">
                Reason
                <input name="reason" required className={box} />
              </label>
            </Asked>
          </div>
        </details>
      ) : null}
      <Refused problems={problems} />
    </div>
  );
}
