import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";
import { addValidateQuadas } from "./validate-quadas.ts";

interface Signing {
  readonly as: string;
  readonly signIn?: string;
}

/** The steps of a protocol's life beside lock, open, report and verify. */
export function addValidateLife(validate: Command): void {
  const step = (name: string, summary: string) =>
    validate
      .command(name)
      .summary(summary)
      .description(summary)
      .argument("<protocol>", "plan file, id or family")
      .requiredOption("--as <person>", "who does it")
      .option("--sign-in <file>", "passwords of the signers, instead of asking at the terminal");
  step("draft", "store a plan as a draft, or the changed text of one").action(draftProtocol);
  step("preview", "how the plan divides the record: counts of subjects only").action(acting("previewSplit"));
  step("prepare", "freeze split and model, run every leakage check; the text can then be signed").action(
    acting("prepareLock"),
  );
  step("predict", "commit a prediction, or why there is none, for every test subject").action(acting("predict"));
  step("lodge", "lodge predictions that were made elsewhere, one for every test subject, before the opening")
    .argument("<predictions>", "CSV with the columns subject, value and reason (where there is no value)")
    .action(lodge);
  step("prove", "replace the test set by noise and fit again: nothing may change").action(acting("proveProtocol"));
  step("amend", "write the next version of a protocol that was not opened")
    .requiredOption("--reason <sentence>", "why")
    .action(amend);
  step("void", "make a protocol void before its opening")
    .requiredOption("--reason <sentence>", "why")
    .option("--with <person>", "the second signatory, for a protocol that two have signed")
    .action(makeVoid);
  step("sign", "sign the text of a prepared protocol, or a report, by yourself")
    .requiredOption("--meaning <meaning>", "authored, approved (for locking), reported or void")
    .option("--seen <hash>", "refuse if the text has another hash than the one you read")
    .action(signProtocol);
  step("close", "close the lock of a protocol that both have signed").action(acting("closeDraft"));
  step("export", "the protocol as files to attach to a public registration (OSF): Markdown and JSON")
    .option("--out <folder>", "where to write them", ".")
    .action(exportFiles);
  for (const [name, summary] of [
    ["post-hoc", "run analyses that were not planned on a reported protocol; labelled post hoc wherever they appear"],
    ["erratum", "file a correction beside a report, which stays readable as it was"],
  ] as const)
    validate
      .command(name)
      .summary(summary)
      .description(summary)
      .argument("<protocol>", "id or family")
      .argument("<file>", name === "post-hoc" ? "nadir.post-hoc/1 as JSON" : "nadir.erratum/1 as JSON")
      .requiredOption("--as <person>", "who does it")
      .option("--sign-in <file>", "passwords, instead of asking at the terminal")
      .option("--out <file>", "write the addendum's page (HTML) there")
      .action((named: string, file: string, options: Signing & { out?: string }) => add(name, named, file, options));
  validate
    .command("compare")
    .summary("two models on one locked test set: DeLong (of C with follow-up) and net benefit")
    .description("Compares the models of two reported protocols on their common test set; exploratory, and logged.")
    .argument("<first>", "id or family of a reported protocol")
    .argument("<second>", "another, tested on the same set and endpoint")
    .requiredOption("--as <person>", "who asks; must be one who may open outcomes")
    .option("--sign-in <file>", "passwords, instead of asking at the terminal")
    .option("--out <file>", "write the result there")
    .action(compareTwo);
  step("addenda", "what has been added to a protocol's report").action(addenda);
  addValidateQuadas(validate);
  validate
    .command("history")
    .summary("every opening, and every attempt that was refused")
    .description("Lists openings and refused openings of the protocols that the person may see, newest first.")
    .requiredOption("--as <person>", "who asks")
    .option("--sign-in <file>", "passwords, instead of asking at the terminal")
    .action(history);
}

async function parts() {
  return {
    ...(await import("../installation.ts")),
    ...(await import("../validate/protocol-of.ts")),
    ...(await import("../validate/signatory.ts")),
    api: await import("@nadir/api/trial-validation"),
    harness: await import("@nadir/harness"),
  };
}

/** Acts that a person has done in their name once they have said who they are. */
const acting =
  (act: "previewSplit" | "prepareLock" | "predict" | "proveProtocol" | "closeDraft") =>
  async (named: string, options: Signing) => {
    const { withInstallation, protocolOf, signatoryOf, api, harness } = await parts();
    await withInstallation(async ({ db, home }) => {
      const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
      const { id, family } = await protocolOf(db, named);
      const of = { personId: person.personId, protocolId: id };
      const attempt = act === "proveProtocol" ? "proof" : act === "predict" ? "predict" : "lock";
      await api.logRefusal(db, { ...of, act: attempt }, () => api.requireAuthenticated(person, "authored"));
      const run = async (): Promise<object | undefined> => (await harness[act](db, of)) ?? undefined;
      const done = (act === "closeDraft" ? await api.logRefusal(db, { ...of, act: "lock" }, run) : await run()) ?? {
        state: "locked",
      };
      message(`✓ ${family}: done.`);
      await result({
        family,
        ...(act === "prepareLock" && "document" in done ? { ...done, document: undefined } : done),
      });
      if (act === "proveProtocol" && "ok" in done && !done.ok) throw new Ended(1);
    });
  };

async function lodge(named: string, path: string, options: Signing): Promise<void> {
  const { withInstallation, protocolOf, signatoryOf, api } = await parts();
  const { readText } = await import("../read-input.ts");
  const csv = await readText(path);
  await withInstallation(async ({ db, home }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    const { id, family } = await protocolOf(db, named);
    const of = { personId: person.personId, protocolId: id };
    await api.logRefusal(db, { ...of, act: "predict" }, () => api.requireAuthenticated(person, "authored"));
    const lodged = await api.lodgePredictions(db, { ...of, csv });
    message(`✓ ${family}: ${lodged.computed} predictions lodged, ${lodged.notComputable} subjects without one.`);
    await result({ protocolId: id, family, state: "predicted", ...lodged });
  });
}

const MEANINGS = {
  authored: "authored",
  approved: "approved for locking",
  reported: "reported",
  void: "made void",
} as const;

/** One signature, for people who sign at different times and places. */
async function signProtocol(named: string, options: Signing & { meaning: string; seen?: string }): Promise<void> {
  const { withInstallation, protocolOf, signatoryOf, api } = await parts();
  const { WrongUsage } = await import("../usage.ts");
  const meaning = Object.hasOwn(MEANINGS, options.meaning) ? MEANINGS[options.meaning as keyof typeof MEANINGS] : null;
  if (meaning === null)
    throw new WrongUsage(`--meaning is one of ${Object.keys(MEANINGS).join(", ")}; found '${options.meaning}'.`);
  await withInstallation(async ({ db, home }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    const { id, family, version } = await protocolOf(db, named);
    const of = { personId: person.personId, protocolId: id, act: "signature" } as const;
    const signatureId = await api.logRefusal(db, of, () =>
      api.sign(db, id, person, meaning, options.seen === undefined ? {} : { seen: options.seen }),
    );
    const { documentHash } = await api.readProtocol(db, person.personId, id);
    message(`✓ ${family} version ${version}: '${meaning}' is signed over ${documentHash}`);
    await result({ protocolId: id, family, version, meaning, signatureId, documentHash });
  });
}

async function exportFiles(named: string, options: Signing & { out: string }): Promise<void> {
  const { mkdir, writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { withInstallation, protocolOf, signatoryOf, api } = await parts();
  await withInstallation(async ({ db, home }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    await api.requireAuthenticated(person, "authored");
    const { id, family } = await protocolOf(db, named);
    await mkdir(options.out, { recursive: true });
    const files: string[] = [];
    for (const form of api.PROTOCOL_FORMS) {
      const { text, fileName } = await api.exportProtocol(db, person.personId, id, form);
      await writeFile(join(options.out, fileName), text);
      files.push(join(options.out, fileName));
      message(`written: ${join(options.out, fileName)}`);
    }
    await result({ protocolId: id, family, files });
  });
}

async function draftProtocol(named: string, options: Signing): Promise<void> {
  const { withInstallation, planOf, signatoryOf, api } = await parts();
  const plan = await planOf(named);
  await withInstallation(async ({ db, home }) => {
    const { personId, authenticate } = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    await api.requireAuthenticated({ personId, role: "statistician", authenticate }, "authored");
    const { protocolId, created } = await api.createDraft(db, { personId, plan });
    if (!created) await api.editDraft(db, { personId, protocolId, plan });
    message(`✓ ${plan.identity.family} version ${plan.identity.version}: ${created ? "stored" : "rewritten"}.`);
    await result({ protocolId, created, state: "draft" });
  });
}

async function amend(named: string, options: Signing & { reason: string }): Promise<void> {
  const { withInstallation, planOf, protocolOf, signatoryOf, api } = await parts();
  const plan = await planOf(named);
  await withInstallation(async ({ db, home }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    const { id } = await protocolOf(db, plan.identity.family);
    const of = { personId: person.personId, protocolId: id };
    await api.logRefusal(db, { ...of, act: "amendment" }, () => api.requireAuthenticated(person, "authored"));
    const next = await api.amendProtocol(db, { ...of, plan, reason: options.reason });
    message(`✓ ${plan.identity.family}: version ${next.version} is a draft; the one before is amended.`);
    await result(next);
  });
}

async function makeVoid(named: string, options: Signing & { reason: string; with?: string }): Promise<void> {
  const { withInstallation, protocolOf, signatoryOf, api } = await parts();
  await withInstallation(async ({ db, home }) => {
    const first = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    const second =
      options.with === undefined ? [] : [await signatoryOf(db, home, { who: options.with, signIn: options.signIn })];
    const { id, family, version } = await protocolOf(db, named);
    await api.voidProtocol(db, id, { reason: options.reason, signatories: [first, ...second] });
    message(`✓ ${family} version ${version} is void.`);
    await result({ protocolId: id, state: "void" });
  });
}

async function history(options: Signing): Promise<void> {
  const { withInstallation, signatoryOf, api } = await parts();
  await withInstallation(async ({ db, home }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    await api.requireAuthenticated(person, "authored");
    await result(await api.listOpenings(db, person.personId));
  });
}

async function add(
  kind: "post-hoc" | "erratum",
  named: string,
  path: string,
  options: Signing & { out?: string },
): Promise<void> {
  const { withInstallation, protocolOf, signatoryOf, api, harness } = await parts();
  const { readJson } = await import("../read-input.ts");
  const { writeFile } = await import("node:fs/promises");
  const request = await readJson(path);
  await withInstallation(async ({ db, home, store }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    const { id, family } = await protocolOf(db, named);
    const of = { personId: person.personId, protocolId: id };
    await api.logRefusal(db, { ...of, act: "report" }, () => api.requireAuthenticated(person, "reported"));
    const added = await harness[kind === "erratum" ? "addErratum" : "addPostHoc"]({ db, store }, of, request);
    if (options.out !== undefined) await writeFile(options.out, await store.get(added.htmlHash));
    message(`✓ ${family}: addendum ${added.number}, ${added.kind}; the report is unchanged.`);
    await result(added);
  });
}

async function compareTwo(first: string, second: string, options: Signing & { out?: string }): Promise<void> {
  const { withInstallation, protocolOf, signatoryOf, api, harness } = await parts();
  await withInstallation(async ({ db, home }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    await api.requireAuthenticated(person, "reported");
    const [one, two] = [await protocolOf(db, first), await protocolOf(db, second)];
    const compared = await harness.compareModels(db, person.personId, [one.id, two.id]);
    const { difference: d, netBenefit, models } = compared;
    for (const m of models)
      message(
        `${m.family} version ${m.version}: ${compared.measure} ${m.value === null ? "none" : m.value.toFixed(3)}`,
      );
    message(
      d.estimable
        ? `Difference ${d.difference.toFixed(3)} (${d.lower.toFixed(3)} to ${d.upper.toFixed(3)}) on ${compared.subjects} patients; ${compared.method}.`
        : `No difference: ${d.reason}`,
    );
    message(
      netBenefit.estimable
        ? `Net benefit at ${netBenefit.points.length} threshold${netBenefit.points.length === 1 ? "" : "s"} from the ${netBenefit.thresholdsFrom}.`
        : `No net benefit: ${netBenefit.reason}`,
    );
    for (const warning of compared.warnings) message(`! ${warning}`);
    await result(compared, options.out);
  });
}

async function addenda(named: string, options: Signing): Promise<void> {
  const { withInstallation, protocolOf, signatoryOf, api } = await parts();
  await withInstallation(async ({ db, home }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    await api.requireAuthenticated(person, "authored");
    const { id } = await protocolOf(db, named);
    await result(await api.listAddenda(db, { personId: person.personId, protocolId: id }));
  });
}
