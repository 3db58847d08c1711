import { beforeEach, describe, expect, it } from "vitest";
import { forgetOthers, formPlace, keepTyped, typedAt } from "./kept-form.ts";

/** The part of a tab's storage that is used; `full`: it takes nothing more. */
function tab(full = false) {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (n: number) => [...kept.keys()][n] ?? null,
    getItem: (place: string) => kept.get(place) ?? null,
    setItem: (place: string, text: string) => {
      if (full) throw new DOMException("full", "QuotaExceededError");
      kept.set(place, text);
    },
    removeItem: (place: string) => void kept.delete(place),
  };
}

const ada = formPlace("ada", "case-1", "proposal");
const typed = { decision: "biopsy", text: "", reason: "The sum grew" };
let store: ReturnType<typeof tab>;
beforeEach(() => {
  store = tab();
});

describe("a form that is half typed", () => {
  it("comes back as it was, for its patient and its person only", () => {
    expect(keepTyped(store, ada, typed)).toBe(true);
    expect(typedAt(store, ada)).toEqual({ decision: "biopsy", reason: "The sum grew" });
    expect(typedAt(store, formPlace("ada", "case-2", "proposal"))).toBeNull();
    expect(typedAt(store, formPlace("ben", "case-1", "proposal"))).toBeNull();
  });

  it("is gone when it is emptied, and when somebody else signs in in the same tab", () => {
    keepTyped(store, ada, typed);
    expect(keepTyped(store, ada, { decision: "", text: " ", reason: "" })).toBe(false);
    expect(store.length).toBe(0);
    const ben = formPlace("ben", "case-1", "proposal");
    keepTyped(store, ada, typed);
    keepTyped(store, ben, typed);
    store.setItem("nadir.read/other", "stays");
    forgetOthers(store, "ben");
    expect(typedAt(store, ada)).toBeNull();
    expect(typedAt(store, ben)).not.toBeNull();
    expect(store.getItem("nadir.read/other")).toBe("stays");
  });

  it("is not said to be kept where the browser keeps nothing, and what is no form is none", () => {
    expect(keepTyped(tab(true), ada, typed)).toBe(false);
    for (const text of ["not JSON", "null", "7", '{"reason":7}']) {
      store.setItem(ada, text);
      expect(typedAt(store, ada)).toBeNull();
    }
  });
});
