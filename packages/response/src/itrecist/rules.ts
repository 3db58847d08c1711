import { amount, rulesOf } from "../trace.ts";

/** What itRECIST adds to the sentences of RECIST 1.1 (Goldmacher 2020). */
export const ITRECIST_RULES = rulesOf("itrecist", {
  injected: {
    citation: "Goldmacher 2020, J Clin Oncol 38:2667, Figure 1",
    reading: "A14",
    say: (f) =>
      `Injected targets: sum ${amount(f.sum)}, reference ${amount(f.baseline)}, nadir ${amount(f.nadir)}: ${f.category}.`,
  },
  nonInjected: {
    citation: "Goldmacher 2020, J Clin Oncol 38:2667, Figure 1",
    reading: "A14",
    say: (f) =>
      `Non-injected targets: sum ${amount(f.sum)}, baseline ${amount(f.baseline)}, nadir ${amount(f.nadir)}${f.newLesion === "yes" ? "; a new lesion is progression here" : ""}: ${f.category}.`,
  },
});
