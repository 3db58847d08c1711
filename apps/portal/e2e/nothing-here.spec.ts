import { expect, test } from "./support/test.ts";

const NOBODY = "00000000-0000-4000-8000-000000000000";
const TRIAL = "/trials/imaging-followup";
/** Addresses that name what is not there, by what they name. */
const NOT_THERE = {
  trial: "/trials/no-such-trial",
  "a view of a trial": "/trials/no-such-trial/cohort",
  plan: "/trials/no-such-trial/plan",
  "version of a plan": `${TRIAL}/plan?version=99`,
  patient: `${TRIAL}/patients/IMG-999`,
  meeting: `${TRIAL}/board/${NOBODY}`,
  "patient of a meeting": `${TRIAL}/board/${NOBODY}/IMG-001`,
  letter: `${TRIAL}/board/${NOBODY}/IMG-001/letter`,
  read: `${TRIAL}/reads/${NOBODY}`,
  "read, misspelt": `${TRIAL}/reads/not-a-read`,
  adjudication: `${TRIAL}/reads/adjudicate/${NOBODY}`,
  validation: `/validation/${NOBODY}`,
  model: `/models/${NOBODY}`,
  development: `/models/developments/${NOBODY}`,
  "report of a validation": `/api/reports/${NOBODY}/report.html`,
};

test.use({ person: "board" });

test("what is not there is answered as not found, on a page that says where to go from here", async ({ request }) => {
  for (const [what, address] of Object.entries(NOT_THERE)) {
    const answer = await request.get(address);
    expect.soft(answer.status(), what).toBe(404);
    if (!address.startsWith("/api/"))
      expect.soft(await answer.text(), what).toContain("There is nothing at this address");
  }
});
