import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emptyAssessment } from "@nadir/domain";
import { type BrowserContext, type BrowserContextOptions, expect } from "@playwright/test";
import { TYPED } from "./free-text.ts";
import { MARKUP } from "./marked-up-trial.ts";
import { nadirHome, portalAddress, repository } from "./portal.ts";
import { answerOf } from "./procedures.ts";

const OWN = "seven grey herons wade";

export const nadir = (...args: string[]): string =>
  execFileSync(process.execPath, [join(repository, "packages", "cli", "bin", "nadir.mjs"), ...args], {
    env: { ...process.env, NADIR_HOME: nadirHome() },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });

export interface Typist {
  readonly context: BrowserContext;
  /** Asks a procedure that writes, and notes at which paths of the input markup stood. */
  readonly type: <T = Record<string, unknown>>(procedure: string, input: object) => Promise<T>;
}

/**
 * Somebody with a one-time password, signed in by a browser whose own name is markup. `typed` collects, over all typists, the
 * fields that were given markup.
 */
export async function newTypist(
  open: (options: BrowserContextOptions) => Promise<BrowserContext>,
  typed: Map<string, Set<string>>,
  { email, oneTime }: { readonly email: string; readonly oneTime: string },
): Promise<Typist> {
  const context = await open({
    baseURL: portalAddress(),
    userAgent: MARKUP,
    extraHTTPHeaders: { origin: portalAddress() },
  });
  const { request } = context;
  const signedIn = await request.post("/api/auth/sign-in/email", { data: { email, password: oneTime } });
  expect(signedIn.ok(), `${signedIn.status()} ${await signedIn.text()}`).toBe(true);
  expect((await request.post("/api/choose-password", { data: { oneTime, chosen: OWN } })).ok()).toBe(true);
  return {
    context,
    async type<T>(procedure: string, input: object) {
      for (const path of markedPaths(input))
        typed.set(procedure, (typed.get(procedure) ?? new Set()).add(asListed(procedure, path)));
      const answer = await request.post(`/api/trpc/${procedure}`, { data: { json: input } });
      expect(answer.ok(), `${procedure}: ${await answer.text()}`).toBe(true);
      return ((await answer.json()) as { result: { data: { json: T } } }).result.data.json;
    },
  };
}

/** The paths of texts that hold markup, as `free-text.ts` writes them: `rows[].reason`. */
function markedPaths(value: unknown, path = ""): readonly string[] {
  if (typeof value === "string") return value.includes("<img src=x") || value.includes("<script>") ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((one) => markedPaths(one, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => markedPaths(one, path === "" ? name : `${path}.${name}`));
}

/** A path under what takes any value (`plan`, `cells{}`) is listed as that. */
function asListed(procedure: string, path: string): string {
  const listed = TYPED[procedure] ?? [];
  return listed.find((one) => path === one || path.startsWith(`${one.replace("{}", "")}.`)) ?? path;
}

/** What a trial's own people type over its life; the typist is of every role but that of a reader. Tells the pages to look at. */
export async function typeAsStaff({ context, type }: Typist, trial: string): Promise<readonly string[]> {
  const at = `/trials/${trial}`;
  const password = OWN;
  await type("queries.raise", {
    trial,
    subject: "X1",
    item: MARKUP,
    askedOf: "coordinator",
    text: MARKUP,
  }).then(({ id }) => type("queries.say", { trial, query: id, act: "answer", text: MARKUP }));

  const { meeting } = await type<{ meeting: string }>("board.convene", {
    trial,
    heldOn: "2026-11-30",
    title: MARKUP,
  });
  // Moved, so that what it is called now is shown; and another called off, whose reason stands in the list.
  await type("board.change", { meeting, heldOn: "2026-12-01", title: MARKUP, isOff: false, reason: MARKUP, seen: 0 });
  const off = await type<{ meeting: string }>("board.convene", { trial, heldOn: "2026-12-02", title: MARKUP });
  await type("board.change", { ...off, heldOn: "2026-12-02", title: MARKUP, isOff: true, reason: MARKUP, seen: 0 });
  const put = (subject: string) => type<{ case: string }>("board.put", { meeting, subject, question: MARKUP });
  const [taken, decided] = [await put("X2"), await put("X1")];
  await type("board.takeOff", { case: taken.case, seen: 1, reason: MARKUP });
  await type("board.ask", { case: decided.case, seen: 1, text: MARKUP });
  const proposal = { case: decided.case, decision: "biopsy", text: MARKUP, reason: MARKUP };
  await type("board.propose", { ...proposal, seen: 2 });
  await type("board.vote", { case: decided.case, seen: 3, vote: "against", reason: MARKUP });
  await type("board.vote", { case: decided.case, seen: 4, vote: "for", reason: MARKUP });
  const { courseHash } = await answerOf<{ readonly courseHash: string }>(context.request, "board.case", {
    trial,
    meeting,
    subject: "X1",
  });
  await type("board.decide", { case: decided.case, seen: 5, meetingChanged: 1, courseSeen: courseHash, password });
  await type("board.propose", { ...proposal, seen: 6, again: MARKUP });

  await type("setUp.addSite", { trial, site: { id: "south", name: MARKUP }, reason: MARKUP });
  await type("setUp.renameSite", { trial, site: "south", name: `${MARKUP}!`, seen: MARKUP, reason: MARKUP });
  await type("setUp.actOnSite", { trial, site: "south", act: "closed", reason: MARKUP });
  const { present } = await answerOf<{ readonly present: number }>(context.request, "setUp.plan", { trial });
  await type("setUp.amend", {
    trial,
    plan: {
      criteria: [{ id: "recist-1.1", primary: true }],
      schedule: [{ id: "W8", day: 56 }],
      deltaWindow: { fromDay: 42, toDay: 63, meaning: MARKUP },
      imagingProtocol: {
        version: MARKUP,
        images: [{ name: MARKUP, modality: "CT", description: MARKUP, demands: { kernel: { oneOf: [MARKUP] } } }],
      },
    },
    seen: present,
    reason: MARKUP,
    dryRun: false,
  });
  const made = `${trial}-made`;
  const asMade = {
    id: made,
    title: MARKUP,
    disease: "solid-tumour",
    criteria: [{ id: "recist-1.1", primary: true }],
    sites: [{ id: "s", name: MARKUP }],
    arms: [{ id: "a", name: MARKUP }],
  };
  await type("setUp.make", { trial: asMade, charter: null, beganFrom: null, dryRun: false });

  await type("entry.record", {
    entry: randomUUID(),
    trial,
    rows: [{ table: "biomarkers", cells: { subject: "X1", date: "2024-03-06", code: MARKUP, text: MARKUP } }],
  });
  interface OnRecord {
    readonly rows: readonly { readonly table: string; readonly id: string; readonly version: number }[];
  }
  const { rows } = await answerOf<OnRecord>(context.request, "entry.form", { trial, subject: "X1" });
  const visit = rows.find(({ table }) => table === "visits")!;
  await type("entry.record", {
    entry: randomUUID(),
    trial,
    rows: [{ table: "visits", cells: { note: `${MARKUP}?` }, of: { id: visit.id, version: visit.version } }],
    reason: MARKUP,
  });
  await type("entry.paste", { trial, table: "visits", text: `subject,id,date,role\n"${MARKUP}",x,y,z\n` });
  return [
    `${at}/patients/X1`,
    `${at}/patients/X2`,
    `${at}/board`,
    `${at}/board/${meeting}`,
    `${at}/board/${off.meeting}`,
    `${at}/board/${meeting}/X1`,
    `${at}/board/${meeting}/X1/letter`,
    `${at}/enter?subject=X1`,
    `${at}/cohort`,
    `${at}/agreement`,
    `${at}/share`,
    `${at}/plan`,
    `${at}/plan/amend`,
    `/trials/${made}`,
    "/worklist",
    "/home",
  ];
}

const RULE = {
  schema: "nadir.strata-rule/1",
  id: "asked",
  version: "1",
  unknown: "own-level",
  factors: [
    {
      kind: "number",
      name: "LDH",
      label: MARKUP,
      unit: MARKUP,
      levels: [{ name: "low", upTo: 250 }, { name: "high" }],
    },
  ],
};

/** A model, a randomisation by two statisticians with a draw of the coordinator, and a protocol. */
export async function typeAsStatisticians(
  { first: { context, type }, second, coordinator }: { first: Typist; second: Typist; coordinator: Typist },
  trial: string,
): Promise<readonly string[]> {
  const password = OWN;
  const { id: model } = await type<{ id: string }>("models.register", {
    trial,
    file: { name: MARKUP, text: JSON.stringify(signatureOf(MARKUP)) },
    speaks: "at-increase",
    trainingData: MARKUP,
    dryRun: false,
  });

  await type("strata.lodge", { trial, rule: RULE, reason: MARKUP });
  const { planId } = await type<{ planId: string }>("strata.setUp", {
    trial,
    arms: [
      { name: MARKUP, ratio: 1 },
      { name: `${MARKUP}.`, ratio: 1 },
    ],
    method: { kind: "permuted-blocks", lengths: [2] },
    blinded: true,
    withRule: true,
  });
  await type("strata.simulate", { plan: planId, wish: { subjects: 8, runs: 20, seed: 1 } });
  interface Plans {
    readonly plans: readonly { readonly id: string; readonly hash: string }[];
  }
  const { plans } = await answerOf<Plans>(context.request, "strata.read", { trial });
  const seen = plans.find(({ id }) => id === planId)!.hash;
  const signature = { plan: planId, seen, reason: MARKUP, password };
  await type("strata.sign", { ...signature, meaning: "set up" });
  await second.type("strata.sign", { ...signature, meaning: "approved for use" });
  const { drawId } = await coordinator.type<{ drawId: string }>("strata.draw", {
    trial,
    subject: "X1",
    stratum: "unknown",
    eligible: true,
  });
  await coordinator.type("strata.annotate", { draw: drawId, remark: MARKUP });
  await coordinator.type("strata.unblind", { draw: drawId, reason: MARKUP, password });

  const { protocolId } = await type<{ protocolId: string }>("protocols.create", { plan: planOf(trial) });
  await type("protocols.edit", { protocol: protocolId, plan: planOf(trial) });
  const rated = {
    bias: { judgement: "unclear", reason: MARKUP },
    applicability: { judgement: "unclear", reason: MARKUP },
  };
  const form = emptyAssessment();
  const { applicability: _, ...flow } = rated;
  await type("protocols.appraise", {
    protocol: protocolId,
    form: {
      ...form,
      selection: { ...form.selection, ...rated },
      indexTest: { ...form.indexTest, ...rated },
      reference: { ...form.reference, ...rated },
      flow: { ...form.flow, ...flow },
    },
    seen: 0,
  });
  await type("models.monitor", {
    model,
    wish: { outcome: { kind: "value", endpoint: "benefit", positive: MARKUP }, period: "month" },
  });
  await type("models.develop", {
    trial,
    plan: {
      name: MARKUP,
      text: JSON.stringify({
        ...LESION_PLAN,
        methods: [{ ...LESION_PLAN.methods[0], name: MARKUP }, LESION_PLAN.methods[1]],
      }),
    },
    table: { name: MARKUP, text: lesionTable() },
  });
  const developments = () =>
    answerOf<readonly { readonly id: string }[]>(context.request, "models.developments", { formulaHash: null });
  await expect.poll(async () => (await developments()).length, { timeout: 60_000 }).toBeGreaterThan(0);
  const development = (await developments())[0]!.id;
  await type("protocols.void", { protocol: protocolId, reason: MARKUP, password });
  return [
    "/models",
    `/models/${model}`,
    `/trials/${trial}/strata`,
    "/validation",
    `/validation/${protocolId}`,
    `/validation/${protocolId}/appraisal`,
    `/models/developments/${development}`,
  ];
}

const LESION_PLAN = {
  schema: "nadir.lesion-plan/1",
  id: "ways",
  volume: "volume",
  outcome: "y",
  methods: [
    { kind: "fixed-number", name: "A: the largest", count: 1, model: { kind: "logistic", stepwise: "none" } },
    { kind: "pooled", name: "E: the worst", rule: "max" },
  ],
  folds: 4,
  seed: 3,
};

/** Two lesions of each of forty patients, of whom every other has the outcome; nothing foretells it for sure. */
function lesionTable(): string {
  const rows = Array.from({ length: 40 }, (_, n) =>
    [1, 2].map(
      (l) =>
        `${n === 0 ? `"${MARKUP.replaceAll('"', '""')}"` : `L-${n}`},${l},${l * 10},${(n % 2) * (2 - l) + ((n * l * 7) % 11) / 11},${n % 2}`,
    ),
  ).flat();
  return `subject,lesion,volume,texture,y\n${rows.join("\n")}\n`;
}

const signatureOf = (text: string) => ({
  schema: "nadir.signature/1",
  id: "m",
  version: "1",
  title: text,
  predicts: text,
  higherMeans: text,
  intendedUse: text,
  limits: [text],
  origin: { kind: "published", printed: [{ citation: text, place: text }] },
  inputs: [{ from: "value", name: "age", label: text, unit: text }],
  form: { kind: "linear", link: "logit", intercept: -1, terms: [{ input: "age", coefficient: 0.1 }] },
});

/** A plan without a fault, of which every text that is free is markup. */
function planOf(trial: string): object {
  const file = join(repository, "validation", "harness", "protocols", "inspire-first-scan.json");
  const plan = JSON.parse(readFileSync(file, "utf8"), (name, value) =>
    typeof value === "string" && FREE_IN_PLAN.has(name) ? MARKUP : value,
  ) as { identity: Record<string, unknown>; split: { testSet: string } };
  plan.split.testSet = "nobody";
  plan.identity["statistician"] = { name: `Another ${MARKUP}`, role: MARKUP };
  plan.identity["study"] = trial;
  plan.identity["family"] = `${trial}-plan`;
  return plan;
}
const FREE_IN_PLAN = new Set(
  "title name role sponsor statement reason funding ethics clinicalQuestion decisionSupported pathwayPoint actionAbove text setting disease treatment cohortSource accrual overlapStatement definition label assessedBy blinding favourable unfavourable thresholdReason whyThisModel justification".split(
    " ",
  ),
);

/** Two readers who differ and an adjudicator; the forms and a drawn mask of the first. */
export async function typeAsReaders(
  { owner, readers, adjudicator }: { owner: Typist; readers: readonly [Typist, Typist]; adjudicator: Typist },
  { trial, mask }: { trial: string; mask: string },
): Promise<{ reader: readonly string[]; adjudicator: readonly string[] }> {
  const at = `/trials/${trial}`;
  const password = OWN;
  await owner.type("reads.setCharter", {
    trial,
    charter: { readers: 2, adjudication: true, sumDiffersPercent: null },
    seen: 0,
    reason: MARKUP,
  });
  interface Form {
    readonly version: number;
    readonly document: { readonly lesions: readonly object[]; readonly nonTarget: object };
  }
  const sessions: string[] = [];
  for (const [n, { type, context }] of readers.entries()) {
    const { session } = await type<{ session: string }>("reads.take", { trial, subject: "X1", visit: "base" });
    sessions.push(session);
    const { version, document } = await answerOf<Form>(context.request, "reads.form", { session });
    const texts = { organ: MARKUP, location: MARKUP };
    const lesions = document.lesions.map((lesion) => ({ ...lesion, ...texts, longestMm: 20 + 20 * n }));
    const missed = { ...lesions[0], id: "T2", longestMm: null, status: "not-evaluable", reason: MARKUP };
    const whole = {
      ...document,
      lesions: [...lesions, missed],
      nonTarget: { ...document.nonTarget, reason: MARKUP },
      note: MARKUP,
    };
    const kept = await type<{ version: number }>("reads.save", { session, version, document: whole });
    const signed = { ...whole, lesions };
    await type("reads.sign", { session, version: kept.version, document: signed, password });
  }
  interface Listed {
    readonly adjudications: readonly { readonly comparison: string }[];
  }
  const { adjudications } = await answerOf<Listed>(adjudicator.context.request, "reads.list", { trial });
  const { comparison } = adjudications[0]!;
  await adjudicator.type("reads.adjudicate", { comparison, chosen: "reader-1", reason: MARKUP, password });
  const [first] = readers;
  const { session: amended } = await first.type<{ session: string }>("reads.amend", {
    session: sessions[0]!,
    reason: MARKUP,
  });

  // Signed, and corrected for a reason.
  for (const [n, shape] of ["round", "oval"].entries()) {
    const signed = { trial, password, ...(n === 1 ? { reason: MARKUP } : {}) };
    const place = { subject: "X1", visit: "base" };
    await first.type("vasari.sign", { ...signed, form: { ...place, f4: n + 1 } });
    await first.type("lesionReadings.sign", {
      ...signed,
      reading: { ...place, form: "semantic", lesion: "T1", answers: { shape } },
    });
  }

  interface Patient {
    readonly images: readonly { readonly id: string }[];
  }
  const patient = await answerOf<Patient>(first.context.request, "trials.patient", { trial, subject: "X1" });
  const image = patient.images[0]!.id;
  const drawn = { trial, image, lesion: "T1", mask, tools: ["brush"], note: MARKUP };
  await first.type("drawnMasks.save", { ...drawn, seen: 0 });
  await first.type("drawnMasks.save", { ...drawn, seen: 1, note: `${MARKUP}.`, reason: MARKUP });
  return {
    reader: [`${at}/reads`, `${at}/reads/${sessions[0]}`, `${at}/reads/${amended}`, `${at}/patients/X1`],
    adjudicator: [`${at}/reads`, `${at}/reads/adjudicate/${comparison}`],
  };
}

/** One locks the trial and another unlocks it, last of all. */
export async function typeAsDataManagers([first, second]: readonly [Typist, Typist], trial: string): Promise<void> {
  const act = { trial, reason: MARKUP, password: OWN };
  await first.type("dataLock.lock", act);
  await second.type("dataLock.unlock", act);
}
