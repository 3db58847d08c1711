import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";
import { addValidateLife } from "./validate-life.ts";

const EXAMPLE = `
Examples
  $ nadir validate draft plan.json --as statistician        then preview, prepare, prove
  $ nadir validate lock plan.json --author ada@site.example --approver ben@site.example
  $ nadir validate open plan.json --as ada@site.example
  $ nadir validate report plan.json --as ada@site.example --out report/
  $ nadir validate verify plan.json

  PROTOCOL is the plan's file (nadir.validation-protocol/1), a protocol's id, or its family (the latest version).
  Signing asks for the signer's password at the terminal, or takes it from a file: {"people":[{"email","password"}]}.
  In a demo installation people may be named by their word: --author statistician --approver second-statistician.
  A test set is opened once. A second opening is refused, and stands in the log.`;

interface SignOptions {
  readonly as: string;
  readonly signIn?: string;
  readonly out?: string;
}

export function addValidate(program: Command): void {
  const validate = program
    .command("validate")
    .summary("a validation: lock, open once, report, verify")
    .description(
      "Takes a protocol through its life: locked before any outcome is seen, opened once, reported, verified.",
    )
    .addHelpText("after", EXAMPLE);
  const signing = (name: string, summary: string) =>
    validate
      .command(name)
      .summary(summary)
      .description(summary)
      .argument("<protocol>", "plan file, id or family")
      .option("--sign-in <file>", "passwords of the signers, instead of asking at the terminal")
      .addHelpText("after", EXAMPLE);
  signing("lock", "fix protocol, split and model under a hash, with two signatures")
    .requiredOption("--author <person>", "who signs as author")
    .requiredOption("--approver <person>", "who approves; another person")
    .action(lockProtocol);
  signing("open", "commit the predictions, then open the test set's outcomes, once")
    .requiredOption("--as <person>", "who opens and signs for it")
    .option("--custodians <folder>", "where the two halves of the key lie")
    .action(openProtocol);
  signing("report", "make the report, or give the one that was made")
    .requiredOption("--as <person>", "who signs the report")
    .option("--out <folder>", "also write report.html, report.pdf, report.docx, tables/*.csv and result.json there")
    .action(reportProtocol);
  addValidateLife(validate);
  validate
    .command("verify")
    .summary("derive every figure of the report again and compare")
    .description("Derives every figure of the report again from the record, and checks hashes, signatures and log.")
    .argument("<protocol>", "plan file, id or family")
    .option("--result <file>", "verify this result.json instead of the stored one")
    .addHelpText("after", EXAMPLE)
    .action(verifyProtocol);
}

async function parts() {
  return {
    ...(await import("../installation.ts")),
    ...(await import("../validate/protocol-of.ts")),
    ...(await import("../validate/signatory.ts")),
    ...(await import("@nadir/api/trial-validation")),
    harness: await import("@nadir/harness"),
  };
}

async function lockProtocol(
  named: string,
  options: { author: string; approver: string; signIn?: string },
): Promise<void> {
  const { existsSync } = await import("node:fs");
  const { withInstallation, protocolOf, planOf, signatoryOf, createDraft, harness } = await parts();
  await withInstallation(async ({ db, home }) => {
    const author = await signatoryOf(db, home, { who: options.author, signIn: options.signIn });
    const approver = await signatoryOf(db, home, { who: options.approver, signIn: options.signIn });
    if (existsSync(named)) await createDraft(db, { personId: author.personId, plan: await planOf(named) });
    const { id, family, version } = await protocolOf(db, named);
    const locked = await harness.lock(db, id, { author, approver });
    message(`✓ ${family} version ${version} is locked: ${locked.documentHash}`);
    await result({ ...locked, family, version, state: "locked" });
  });
}

async function openProtocol(named: string, options: SignOptions & { custodians?: string }): Promise<void> {
  const { folderCustodians } = await import("@nadir/api/intake");
  const { refuse } = await import("@nadir/domain");
  const { withInstallation, protocolOf, signatoryOf, logRefusal, requireAuthenticated, open, harness } = await parts();
  await withInstallation(async ({ db, home, custodians: usual }) => {
    const protocol = await protocolOf(db, named);
    const opener = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    const custody = options.custodians === undefined ? usual : folderCustodians(options.custodians);
    const attempt = { personId: opener.personId, protocolId: protocol.id, act: "opening" } as const;
    await logRefusal(db, attempt, () => requireAuthenticated(opener, "open outcomes"));
    if (protocol.state === "locked") {
      const { computed, notComputable } = await harness.predict(db, {
        personId: opener.personId,
        protocolId: protocol.id,
      });
      message(`  predictions: ${computed} computed, ${notComputable} not computable`);
    }
    const testSet = await testSetOf(db, protocol.id);
    const halves = async () =>
      (await custody.halvesOf(protocol.trialKey, testSet)) ??
      refuse(
        "SEAL_KEY_WRONG",
        `The custodians hold no key for ${testSet} of ${protocol.trialKey}; name their folder with --custodians.`,
      );
    const opened = await open(db, protocol.id, { opener, custodians: { halves } });
    message(`✓ ${protocol.family} version ${protocol.version}: the outcomes of ${testSet} are open.`);
    await result({ ...opened, protocolId: protocol.id, family: protocol.family, testSet, state: "opened" });
  });
}

async function testSetOf(db: import("@nadir/db").Database, protocolId: string): Promise<string> {
  const { asSystem } = await import("@nadir/db");
  const [row] = await asSystem(
    db,
    "find the test set of a protocol",
    ({ sql }) => sql<{ key: string }[]>`
      select s.key from validation.protocol p join sealed.test_set s on s.id = p.test_set_id where p.id = ${protocolId}`,
  );
  return row?.key ?? "";
}

async function reportProtocol(named: string, options: SignOptions): Promise<void> {
  const { withInstallation, protocolOf, signatoryOf, logRefusal, requireAuthenticated, harness } = await parts();
  const { storedReport, writeReport } = await import("../validate/stored-report.ts");
  await withInstallation(async ({ db, home, store }) => {
    const protocol = await protocolOf(db, named);
    const signer = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    const attempt = { personId: signer.personId, protocolId: protocol.id, act: "report" } as const;
    await logRefusal(db, attempt, () => requireAuthenticated(signer, "reported"));
    const earlier = await storedReport(db, protocol.id);
    const made = earlier ?? (await harness.report({ db, store }, protocol.id, signer));
    message(
      `✓ ${protocol.family} version ${protocol.version}: ${earlier ? "reported before" : "reported"}, result ${made.resultHash}`,
    );
    if (options.out !== undefined)
      for (const file of await writeReport(store, made, options.out)) message(`written: ${file}`);
    const { resultHash, htmlHash, pdfHash } = made;
    await result({
      protocolId: protocol.id,
      family: protocol.family,
      state: "reported",
      resultHash,
      htmlHash,
      pdfHash,
    });
  });
}

async function verifyProtocol(named: string, options: { result?: string }): Promise<void> {
  const { withInstallation, protocolOf, harness } = await parts();
  const { readJson } = await import("../read-input.ts");
  const { refuse } = await import("@nadir/domain");
  const claimed = options.result === undefined ? undefined : await readJson(options.result);
  await withInstallation(async ({ db, store }) => {
    const protocol = await protocolOf(db, named);
    const personId =
      protocol.author ??
      refuse("NOT_LOCKED", `The protocol ${protocol.family} is ${protocol.state}; it has no report to verify.`);
    const verification = await harness.verify({ db, store }, { personId, protocolId: protocol.id }, claimed);
    for (const { what, ok, found } of verification.checks) message(`${ok ? "✓" : "✗"} ${what}: ${found}`);
    await result({ protocolId: protocol.id, family: protocol.family, ...verification });
    if (!verification.ok) throw new Ended(1);
  });
}
