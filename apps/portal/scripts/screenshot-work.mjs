import { readFileSync } from "node:fs";
import { join } from "node:path";
import { longestLineOf } from "./lesion-in-mask.mjs";
import { address, home, root } from "./portal-browser.mjs";

const TRIAL = "imaging-followup";
const IMAGES = join(root, "packages", "demo", "trials", TRIAL, "images");

/**
 * What two readers measure on IMG-004: the first the whole lesion; the second leaves out a part of it at the second scan, and
 * lays the line another way, by `turned` degrees about its middle.
 */
const READ = {
  reader: { "D-4": { share: 1, turned: 0 }, D42: { share: 1, turned: 0 } },
  "second-reader": { "D-4": { share: 0.97, turned: 12 }, D42: { share: 0.82, turned: 24 } },
};

/** The lesion's longest line on the scan of a visit, as a reader drew it: ends in scanner mm. */
function drawnLine(subject, visit, { share, turned }) {
  const { ends } = longestLineOf(join(IMAGES, subject, `${visit}-ct-mask.nii.gz`));
  const [[x, y, z], [u, v]] = ends;
  const [cos, sin] = [Math.cos, Math.sin].map((of) => (share / 2) * of((turned * Math.PI) / 180));
  const half = [(u - x) * cos - (v - y) * sin, (u - x) * sin + (v - y) * cos];
  const middle = [(x + u) / 2, (y + v) / 2];
  const end = (sign) => [middle[0] + sign * half[0], middle[1] + sign * half[1], z];
  const line = [end(-1), end(1)];
  return { line, mm: Math.round(20 * Math.hypot(half[0], half[1])) / 10 };
}

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

  /** A longest diameter with its line on the visit's CT. */
  async function measured(reader, subject, visit, how) {
    const { images } = await reader.read("trials.patient", { trial: TRIAL, subject });
    const { id: image } = images.find((one) => one.visit === visit && one.modality === "CT");
    const { line, mm } = drawnLine(subject, visit, how);
    return { longestMm: mm, lines: { image, plane: "axial", longest: line } };
  }

  /** Signs a patient's two scans as one reader, with a line across the lesion on each, unless that is done already. */
  async function signReads(id, subject) {
    const reader = await as(id);
    for (const [visit, how] of Object.entries(READ[id])) {
      const { session: read } = await reader.write("reads.take", { trial: TRIAL, subject, visit });
      const { state, version, document } = await reader.read("reads.form", { session: read });
      if (state === "signed") continue;
      const sizes = await measured(reader, subject, visit, how);
      const lesions = document.lesions.map((lesion) => ({ ...lesion, ...sizes }));
      const password = passwordOf(id);
      await reader.write("reads.sign", { session: read, version, document: { ...document, lesions }, password });
    }
    await reader.close();
  }

  /** The meeting that the demo begins with: its id, and the cases on its agenda by patient. */
  async function boardMeeting() {
    const coordinator = await as("coordinator");
    const { meetings } = await coordinator.read("board.meetings", { trial: TRIAL });
    const meeting = meetings.at(-1)?.id;
    if (!meeting) throw new Error(`No meeting of the board of ${TRIAL} was called; begin with a new demo.`);
    const { cases } = await coordinator.read("board.meeting", { meeting });
    await coordinator.close();
    return { meeting, cases: Object.fromEntries(cases.map((one) => [one.subject, one])) };
  }

  return {
    /** Address of two reads that differ. */
    async adjudication() {
      await openReading();
      await signReads("reader", "IMG-004");
      await signReads("second-reader", "IMG-004");
      const adjudicator = await as("adjudicator");
      const { adjudications } = await adjudicator.read("reads.list", { trial: TRIAL });
      await adjudicator.close();
      const found = adjudications.find(({ subject }) => subject === "IMG-004");
      if (!found)
        throw new Error("The two reads of IMG-004 do not differ, or are decided already; begin with a new demo.");
      return `/trials/${TRIAL}/reads/adjudicate/${found.comparison}`;
    },

    /** Address of a draft of a reader, with the line that was drawn across the lesion. */
    async read() {
      await openReading();
      const reader = await as("reader");
      const [subject, visit] = ["IMG-002", "D-5"];
      const { session: read } = await reader.write("reads.take", { trial: TRIAL, subject, visit });
      const { version, document } = await reader.read("reads.form", { session: read });
      const sizes = await measured(reader, subject, visit, { share: 1, turned: 0 });
      const lesions = document.lesions.map((lesion) => ({ ...lesion, ...sizes }));
      await reader.write("reads.save", { session: read, version, document: { ...document, lesions } });
      await reader.close();
      return `/trials/${TRIAL}/reads/${read}`;
    },

    /** Address of a meeting with three patients on its agenda. */
    async agenda() {
      return `/trials/${TRIAL}/board/${(await boardMeeting()).meeting}`;
    },

    /** Address of a patient on the board's agenda, with a proposal and a vote. */
    async boardPatient() {
      const { meeting, cases } = await boardMeeting();
      const { id, standing } = cases["IMG-003"];
      const path = `/trials/${TRIAL}/board/${meeting}/IMG-003`;
      if (standing !== "to be heard") return path;
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
      return path;
    },
  };
}
