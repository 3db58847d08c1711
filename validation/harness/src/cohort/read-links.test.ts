import { importTrial } from "@nadir/api/intake";
import { asModeller, asPerson, asSystem } from "@nadir/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticCohort } from "../testing/synthetic-facts.ts";
import { filesOfTexts, SYNTHETIC_TRIAL, syntheticPlan, syntheticTexts } from "../testing/synthetic-trial.ts";
import { type TrialDatabase, trialDatabase } from "../testing/trial-database.ts";
import { readLinks } from "./read-links.ts";

const TAG = `public-tcga:${"a".repeat(64)}`;
const cohort = syntheticCohort(12, 4, ["S1", "S2", "S3"]);

/** The trial with the tag of one subject, under another name of the trial where one is given. */
function files(subject: number, trial = SYNTHETIC_TRIAL) {
  const texts = syntheticTexts(cohort);
  const lines = texts["subjects.csv"]!.trimEnd().split("\n");
  const tagged = lines.map((line, i) => `${line},${i === 0 ? "linkTags" : i === subject + 1 ? TAG : ""}`).join("\n");
  return filesOfTexts({
    ...texts,
    "subjects.csv": `${tagged}\n`,
    "trial.json": texts["trial.json"]!.replace(SYNTHETIC_TRIAL, trial),
  });
}

let first: TrialDatabase;
beforeAll(async () => {
  first = await trialDatabase(files(3), syntheticPlan());
  const custodians = { halvesOf: async () => undefined, keep: async () => {} };
  const { problems } = await importTrial({ ...first, by: "system", files: files(7, "second-trial"), custodians });
  expect(problems).toEqual([]);
});
afterAll(() => first?.close());

describe("a patient under two trials", () => {
  const linksOf = async (who: string) => {
    const [trial] = await first.admin<{ id: string }[]>`select id from record.trial where key = ${SYNTHETIC_TRIAL}`;
    return [...(await asModeller(first.db, who, (tx) => readLinks(tx, trial!.id))).values()];
  };

  it("is known by the tag to whoever belongs to both, and to nobody else", async () => {
    expect(await linksOf(first.author.personId)).toMatchObject([{ links: [TAG], alsoIn: [] }]);
    await asSystem(first.db, "the statistician joins the second trial", async ({ sql }) => {
      await sql`insert into identity.membership (user_id, trial_id, role)
                select ${first.author.personId}, id, 'statistician' from record.trial where key = 'second-trial'`;
    });
    expect(await linksOf(first.author.personId)).toMatchObject([{ links: [TAG], alsoIn: ["second-trial"] }]);
    expect(await linksOf(first.approver.personId)).toMatchObject([{ links: [TAG], alsoIn: [] }]);
  });

  it("is refused where somebody writes an identifier instead of a tag", async () => {
    const texts = syntheticTexts(cohort);
    const named = texts["subjects.csv"]!.replace("ageYears\n", "ageYears,linkTags\n").replace(
      /(?<=S-000.*)$/m,
      ",TCGA-06-0137",
    );
    const custodians = { halvesOf: async () => undefined, keep: async () => {} };
    const { problems } = await importTrial({
      ...first,
      by: "system",
      files: filesOfTexts({ ...texts, "subjects.csv": named }),
      custodians,
    });
    expect(problems.map((p) => p.message).join(" ")).toMatch(/linkTags.*nadir link/);
    const stored = await asPerson(
      first.db,
      first.author.personId,
      ({ sql }) => sql`select 1 from record.subject where document::text like '%TCGA-06%'`,
    );
    expect(stored).toHaveLength(0);
  });
});
