import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runNadir } from "../testing/run-nadir.ts";

it("the composite of INSPIRE gives the figures that its page states", async () => {
  const example = fileURLToPath(new URL("../../../risk/examples/inspire-composite", import.meta.url));
  const ran = await runNadir(["develop", `${example}/cohort.csv`, "--plan", `${example}/plan.json`]);
  const [answer] = ran.json() as [
    {
      cohort: { subjects: number; events: number };
      concordance: { value: number; lower: number; upper: number };
      variants: { sets: { name: string; discrimination: number }[] };
      rivals: {
        discrimination: number;
        difference: { difference: number; interval: { lower: number; upper: number } };
      }[];
      types: { within: number };
      importance: { predictor: string }[];
    },
  ];
  const page = readFileSync(`${example}/README.md`, "utf8");
  const three = (v: number) => v.toFixed(3);
  expect(answer.cohort).toMatchObject({ subjects: 46, events: 28 });
  const { value, lower, upper } = answer.concordance;
  expect(page).toContain(`C ${three(value)} (${three(lower)} to ${three(upper)})`);
  expect(page).toContain(answer.variants.sets.map((s) => `${s.name} ${three(s.discrimination)}`).join(", "));
  const [size, change] = answer.rivals;
  expect(page).toContain(`at baseline has ${three(size!.discrimination)}`);
  const { difference, interval } = change!.difference;
  expect(page).toContain(`(difference ${three(difference)}, ${three(interval.lower)} to ${three(interval.upper)})`);
  expect(page).toContain(`Within the cohorts C is ${three(answer.types.within)}`);
  expect(answer.importance.slice(0, 2).map((i) => i.predictor)).toEqual(["ctdna_increase", "first_size_change"]);
});
