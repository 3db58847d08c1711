import { describe, expect, it } from "vitest";
import { permutationAnalysis } from "../analysis/discrimination.ts";
import type { AnalysisSubject } from "../analysis/subject.ts";
import { inspirePlan } from "../testing/synthetic-facts.ts";
import { refuseLargeExact } from "./refuse-large-exact.ts";

const plan = inspirePlan();
const exact = plan.secondary.find((s) => s.kind === "auc-permutation")!;

describe("an exact permutation test of a large test set", () => {
  it("is refused before the lock, by its place in the plan: 200 subjects are the most", () => {
    expect(() => refuseLargeExact(plan, { precision: { evaluable: 200 } })).not.toThrow();
    expect(() => refuseLargeExact(plan, { precision: { evaluable: 201 } })).toThrow(
      /exact permutation test goes up to 200 subjects, and 201 test subjects can be predicted. Leave it out/,
    );
    const without = { secondary: plan.secondary.filter((s) => s !== exact) };
    expect(() => refuseLargeExact(without, { precision: { evaluable: 5000 } })).not.toThrow();
  });

  it("where it was locked before that was refused, the report says why there is none", () => {
    const subjects = Array.from({ length: 201 }, (_, i) => ({
      set: "test",
      outcomes: [
        {
          subjectId: `s${i}`,
          endpoint: "cbr",
          timeDays: null,
          event: null,
          value: i % 2 ? "CR/PR/SD>=C6" : "PD/SD<C6",
        },
      ],
      prediction: { subjectId: `s${i}`, value: i / 201, reason: null },
    })) as unknown as AnalysisSubject[];
    const answer = permutationAnalysis(
      { id: exact.id, title: exact.title, set: "test" } as never,
      subjects,
      plan,
      exact as never,
    );
    expect(answer).toMatchObject({
      events: 100,
      nonEvents: 101,
      test: { p: null, note: expect.stringContaining("201 subjects are too many for the exact distribution") },
    });
  });
});
