import { describe, expect, it } from "vitest";
import { blocksThatDiffer, keepPlan, keptOfDraft, keptPlan, planPlace } from "./kept-plan.ts";

function tab(isFull = false) {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (n: number) => [...kept.keys()][n] ?? null,
    getItem: (place: string) => kept.get(place) ?? null,
    setItem: (place: string, text: string) => {
      if (isFull) throw new DOMException("full", "QuotaExceededError");
      kept.set(place, text);
    },
    removeItem: (place: string) => void kept.delete(place),
  };
}
const editing = { kind: "edit", protocol: "p-1" };
const plan = { draft: { identity: { title: "Half", version: 1 }, notes: ["a", null] }, reason: "", seen: "abc" };

describe("a plan that is half written", () => {
  it("comes back for its person and its protocol, until it is saved", () => {
    const store = tab();
    const place = planPlace("ada", editing);
    expect(keepPlan(store, place, plan)).toBe(true);
    expect(keptPlan(store, place, "ada")).toEqual(plan);
    for (const aim of [{ kind: "new" }, { kind: "amend", protocol: "p-1" }, { kind: "edit", protocol: "p-2" }])
      expect(keptPlan(store, planPlace("ada", aim), "ada")).toBeNull();
    keepPlan(store, place, null);
    expect(store.length).toBe(0);
  });
  it("comes back for the amendment where the draft was locked meanwhile, as the version that is written now", () => {
    const store = tab();
    const next = { identity: { title: "Whole", version: 2 }, notes: [] };
    expect(keptOfDraft(store, "ada", "p-1", next)).toBeNull();
    keepPlan(store, planPlace("ada", editing), plan);
    expect(keptOfDraft(store, "ada", "p-1", next)).toEqual({
      ...{ reason: "", seen: "" },
      draft: { identity: { title: "Half", version: 2 }, notes: ["a", null] },
    });
    expect(keptOfDraft(store, "ada", "p-2", next)).toBeNull();
  });
  it("is nobody else's, and not said to be kept where it is not", () => {
    const store = tab();
    keepPlan(store, planPlace("ada", editing), plan);
    expect(keptPlan(store, planPlace("ben", editing), "ben")).toBeNull();
    expect(store.length).toBe(0);
    expect(keepPlan(tab(true), planPlace("ada", editing), plan)).toBe(false);
    store.setItem(planPlace("ada", editing), '{"draft":"no JSON"}');
    expect(keptPlan(store, planPlace("ada", editing), "ada")).toBeNull();
  });
  it("is told where it differs from the text as it stands", () => {
    const now = { identity: { version: 1, title: "Whole" }, notes: ["a", null], extra: undefined };
    expect(blocksThatDiffer(plan.draft, now)).toEqual(["identity"]);
    expect(blocksThatDiffer(plan.draft, { ...plan.draft, analysis: {} })).toEqual(["analysis"]);
  });
});
