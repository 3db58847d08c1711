import { readFileSync } from "node:fs";
import { join } from "node:path";
import { address, home } from "./portal-browser.mjs";

const TRIAL = "imaging-followup";

/** What the pictures of adjudication and of the board show is done first, by the people whose work it is. */
export function pictureWork(browser, session) {
  const { people } = JSON.parse(readFileSync(join(home, "demo-sign-in.json"), "utf8"));
  const passwordOf = (id) => people.find((person) => person.id === id).password;

  async function as(id) {
    const context = await browser.newContext({
      baseURL: address,
      storageState: await session(id),
      extraHTTPHeaders: { origin: address },
    });
    const answered = async (response, procedure) => {
      const text = await response.text();
      if (!response.ok()) throw new Error(`${procedure} answered ${response.status()} to the ${id}: ${text}`);
      return JSON.parse(text).result.data.json;
    };
    return {
      read: async (procedure, input) =>
        answered(
          await context.request.get(
            `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`,
          ),
          procedure,
        ),
      write: async (procedure, input) =>
        answered(await context.request.post(`/api/trpc/${procedure}`, { data: { json: input } }), procedure),
      close: () => context.close(),
    };
  }

  async function openReading() {
    const administrator = await as("administrator");
    const { charter } = await administrator.read("reads.list", { trial: TRIAL });
    if (charter === null)
      await administrator.write("reads.setCharter", {
        trial: TRIAL,
        charter: { readers: 2, adjudication: true, sumDiffersPercent: null },
        seen: 0,
        reason: "central review",
      });
    await administrator.close();
  }

  /** Signs a patient's two scans as one reader, with a longest diameter each, unless that is done already. */
  async function signReads(id, subject, sizes) {
    const reader = await as(id);
    for (const [visit, longestMm] of Object.entries(sizes)) {
      const { session: read } = await reader.write("reads.take", { trial: TRIAL, subject, visit });
      const { state, version, document } = await reader.read("reads.form", { session: read });
      if (state === "signed") continue;
      const lesions = document.lesions.map((lesion) => ({ ...lesion, longestMm }));
      const password = passwordOf(id);
      await reader.write("reads.sign", { session: read, version, document: { ...document, lesions }, password });
    }
    await reader.close();
  }

  return {
    /** Address of two reads that differ. */
    async adjudication() {
      await openReading();
      await signReads("reader", "IMG-004", { "D-4": 60, D42: 40 });
      await signReads("second-reader", "IMG-004", { "D-4": 61, D42: 90 });
      const adjudicator = await as("adjudicator");
      const { adjudications } = await adjudicator.read("reads.list", { trial: TRIAL });
      await adjudicator.close();
      const found = adjudications.find(({ subject }) => subject === "IMG-004");
      if (!found)
        throw new Error("The two reads of IMG-004 do not differ, or are decided already; begin with a new demo.");
      return `/trials/${TRIAL}/reads/adjudicate/${found.comparison}`;
    },

    /** Address of a draft of a reader. */
    async read() {
      await openReading();
      const reader = await as("reader");
      const { session: read } = await reader.write("reads.take", { trial: TRIAL, subject: "IMG-002", visit: "D-5" });
      await reader.close();
      return `/trials/${TRIAL}/reads/${read}`;
    },

    /** Address of a trial's strata, by a rule of two factors. */
    async strata() {
      const trial = "inspire-pembrolizumab";
      const rule = {
        schema: "nadir.strata-rule/1",
        id: "age-and-sex",
        version: "1",
        factors: [
          {
            kind: "number",
            name: "age",
            label: "Age",
            unit: "years",
            levels: [{ name: "to 60", upTo: 60 }, { name: "over 60" }],
          },
          {
            kind: "word",
            name: "sex",
            label: "Sex",
            levels: [
              { name: "female", words: ["female"] },
              { name: "male", words: ["male"] },
            ],
          },
        ],
      };
      const statistician = await as("statistician");
      await statistician.write("strata.lodge", { trial, rule, reason: null });
      await statistician.close();
      return `/trials/${trial}/strata`;
    },

    /** Address of a patient on the board's agenda, with a proposal and a vote. */
    async boardPatient() {
      const coordinator = await as("coordinator");
      const { meeting } = await coordinator.write("board.convene", {
        trial: TRIAL,
        heldOn: "2026-11-30",
        title: "Sarcoma board",
      });
      const subject = "IMG-003";
      const { case: id } = await coordinator.write("board.put", {
        meeting,
        subject,
        question: "Pseudoprogression, or change of treatment?",
      });
      await coordinator.close();
      const board = await as("board");
      await board.write("board.propose", {
        case: id,
        seen: 1,
        decision: "continue, confirm by a scan",
        text: "Scan in four weeks, then again here",
        reason: "The sum grew, the patient is well",
      });
      await board.write("board.vote", { case: id, seen: 2, vote: "for" });
      await board.close();
      return `/trials/${TRIAL}/board/${meeting}/${subject}`;
    },
  };
}
