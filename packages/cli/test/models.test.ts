import { asSystem } from "@nadir/db";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plantTrial } from "../../api/src/read/testing/plant-trial.ts";
import { Folder } from "../src/testing/run-nadir.ts";
import { type OwnInstallation, ownInstallation } from "./own-installation.ts";

let own: OwnInstallation;
const folder = new Folder();
beforeAll(async () => {
  own = await ownInstallation();
  await plantTrial(own.database.db);
});
afterAll(async () => {
  folder.remove();
  await own.close();
});
// biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
const answer = (ran: { json: () => unknown[] }) => ran.json()[0] as any;

describe("nadir models", () => {
  test("registers a bundled signature, lists it as research only, shows its card", async () => {
    expect(answer(await own.nadir("models", "list"))).toEqual([]);
    const made = await own.nadir("models", "register", "lipi", "--trial", "small-trial");
    expect(made.status, made.stderr).toBe(0);
    expect(made.stderr).toContain("Research only until a locked protocol");
    const listed = answer(await own.nadir("models", "list", "--trial", "small-trial"));
    expect(listed).toMatchObject([
      {
        key: "lipi",
        version: "1",
        trial: "small-trial",
        speaks: "before-treatment",
        standing: { state: "research-only" },
      },
    ]);
    const shown = answer(await own.nadir("models", "show", "lipi@1"));
    expect(shown.card.signature.origin.printed[0].citation).toMatch(/Mezquita/);
    expect([shown.documentHash, shown.signatureHash]).toEqual([answer(made).documentHash, answer(made).signatureHash]);
  });
  test.each([
    ["a trial that is not there", ["register", "lipi", "--trial", "nowhere"], /There is no trial 'nowhere'/],
    [
      "a moment that is none",
      ["register", "lipi", "--trial", "small-trial", "--speaks", "later"],
      /--speaks is 'later'/,
    ],
    [
      "a signature that is not there",
      ["register", "lippi", "--trial", "small-trial"],
      /no bundled signature of that name; bundled are: .*lipi/,
    ],
    ["a model that is not there", ["show", "nothing"], /There is no model 'nothing'/],
  ])("refuses %s with a sentence", async (_, args, says) => {
    const ran = await own.nadir("models", ...args);
    expect(ran.status).not.toBe(0);
    expect(ran.stderr + ran.stdout).toMatch(says);
  });
  test("refuses a card with every fault of it, and writes nothing", async () => {
    const card = folder.file("card.json", {
      schema: "nadir.model-card/1",
      speaks: "sometimes",
      signature: { schema: "nadir.signature/1" },
    });
    const ran = await own.nadir("models", "register", card, "--trial", "small-trial");
    expect(ran.status).not.toBe(0);
    for (const place of ["speaks", "trainingData", "signature.inputs"])
      expect(ran.stderr + ran.stdout).toContain(place);
    expect(answer(await own.nadir("models", "list"))).toHaveLength(1);
  });
});

describe("a model of pneumonitis, from the record to the card", () => {
  test("exports who had the event, develops on the lungs, and registers what it foretells", async () => {
    const { db } = own.database;
    // Of forty simulated lungs the subjects of the small trial have the first twelve; the odd ones get the event.
    await asSystem(db, "plant events for a test", async ({ sql }) => {
      const subjects = await sql<{ id: string; key: string; site_id: string; trial_id: string }[]>`
        select id, key, site_id, trial_id from record.subject where key in ('P-1', 'P-3', 'P-5', 'P-7', 'P-9')`;
      for (const { id, key, site_id, trial_id } of subjects) {
        const document = {
          subject: key,
          id: "e1",
          term: "Pneumonitis",
          grade: 2,
          start: "2024-03-10",
          immuneRelated: true,
          serious: false,
        };
        await sql`insert into record.adverse_event ${sql({
          trial_id,
          site_id,
          subject_id: id,
          key: "e1",
          term: document.term,
          grade: 2,
          start_on: document.start,
          document: sql.json(document),
          content_hash: hashOf(document),
        } as never)}`;
      }
    });
    const events = folder.at("events.csv");
    const exported = await own.nadir(
      ...["export", "immune-events", "small-trial", "--organ", "lung", "--as", "pneumonitis", "--out", events],
    );
    expect(exported.status, exported.stderr).toBe(0);
    // P-2 and P-12 are alive and were last seen on day 112 of 180.
    expect(exported.stderr).toContain("10 subjects, 5 with the event; left out: 2 followed less than 180 days.");
    const lungs = folder.file(
      "lungs.csv",
      [
        "subject,lung:stat_mean",
        ...Array.from({ length: 12 }, (_, i) => `P-${i + 1},${-800 + (i % 2 ? 0 : 30) + i}`),
      ].join("\n"),
    );
    const plan = folder.file("plan.json", {
      schema: "nadir.development-plan/1",
      id: "lungs",
      outcome: "pneumonitis",
      predictors: ["lung:stat_mean"],
      candidates: [
        { name: "net", steps: [{ kind: "scale" }], model: { kind: "elastic-net", alpha: 0.5, penalty: 0.05 } },
      ],
      outer: { kind: "folds", count: 2 },
      innerFolds: 2,
      seed: 1,
    });
    const developed = await own.nadir(
      "develop",
      events,
      "--plan",
      plan,
      "--covariates",
      lungs,
      "--out",
      folder.at("lungs"),
    );
    expect(developed.status, developed.stderr).toBe(0);
    const register = (...more: string[]) =>
      own.nadir("models", "register", folder.at("lungs/signature.json"), "--trial", "small-trial", ...more);
    const made = await register("--immune-event", "lung", "--within", "120");
    expect(made.status, made.stderr).toBe(0);
    expect(answer(await own.nadir("models", "show", "fitted")).card).toMatchObject({
      speaks: "before-treatment",
      immuneEvent: { organ: "lung", leastGrade: 2, withinDays: 120 },
      signature: { inputs: [{ column: "lung:stat_mean" }] },
    });
    const wrong = await register("--immune-event", "lungs");
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/'lungs' is no organ.*they are bowel, liver/),
    ]);
    const late = await own.nadir("export", "immune-events", "small-trial", "--organ", "lung", "--least-grade", "6");
    expect([late.status, late.stderr]).toEqual([2, expect.stringMatching(/--least-grade is '6'.*1 to 5/)]);
  });
});
