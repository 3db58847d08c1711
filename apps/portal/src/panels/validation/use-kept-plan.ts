import { useEffect, useState } from "react";
import type { KeptState } from "../../shell/typed/use-kept-form.ts";
import { keepPlan, keptOfDraft, keptPlan, planPlace, type TypedPlan } from "./kept-plan.ts";

/**
 * Keeps a plan in the tab while it is written, and gives back what was written before. Where nothing can be kept, the
 * browser asks before it throws it away.
 * @param onBack is given what was written before, once
 */
export function useKeptPlan(
  { person, aim }: { readonly person: string; readonly aim: Parameters<typeof planPlace>[1] },
  typed: TypedPlan,
  onBack: (typed: TypedPlan) => void,
) {
  const place = planPlace(person, aim);
  const [state, setState] = useState<KeptState>("none");
  const [isLoose, setLoose] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each place; what is given back is state of the caller
  useEffect(() => {
    const before =
      keptPlan(sessionStorage, place, person) ??
      (aim.kind === "amend" && aim.protocol ? keptOfDraft(sessionStorage, person, aim.protocol, typed.draft) : null);
    if (!before) return;
    onBack(before);
    setState("back");
  }, [place, person]);
  useEffect(() => {
    if (!isLoose) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isLoose]);
  return {
    state,
    /** What is written now, at each change. */
    note: (change: Partial<TypedPlan>) => {
      const isKept = keepPlan(sessionStorage, place, { ...typed, ...change });
      setState(isKept ? "kept" : "none");
      setLoose(!isKept);
    },
    /** It is saved, or thrown away. */
    clear: () => {
      keepPlan(sessionStorage, place, null);
      if (aim.kind === "amend") keepPlan(sessionStorage, planPlace(person, { ...aim, kind: "edit" }), null);
      setState("none");
      setLoose(false);
    },
  };
}
