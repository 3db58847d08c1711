import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir audit verify
  $ nadir audit verify --anchor 1204:9f1c…

  The answer is {"ok":true,"count":…,"head":…}, or {"ok":false,"seq":…,"why":…,"rows":[…]} with status 1: the first event that
  does not stand, or, where the chain holds, the rows that are not what the log says of them: changed, removed or added past
  it, by somebody with the database's own rights. Note number and head outside the database from time to time, and give them back as an anchor: a log that was
  rewritten as a whole no longer fits it.`;

interface Anchor {
  readonly seq: number;
  readonly hash: string;
}

export function addAudit(program: Command): void {
  const audit = program.command("audit").summary("the log of changes").description("The append-only log of changes.");
  audit
    .command("verify")
    .summary("recompute the chain of the log")
    .description(
      "Recomputes every hash of the log and compares the rows of the record with it: says whether both hold, and if not, where.",
    )
    .option("--anchor <seq:hash>", "a point of the chain that was noted down before (may be repeated)", anchor, [])
    .addHelpText("after", EXAMPLE)
    .action(async ({ anchor: anchors }: { anchor: Anchor[] }) => {
      const { sentenceOf, verifyAudit } = await import("@nadir/db");
      const { withInstallation } = await import("../installation.ts");
      const { auditDocument, keepCheck } = await import("@nadir/api/health");
      const verdict = await withInstallation(async ({ db }) => {
        const begun = new Date();
        const found = await verifyAudit(db, { anchors });
        await keepCheck(db, "audit", found.ok, auditDocument(found, begun));
        return found;
      });
      await result(verdict);
      if (verdict.ok) {
        message(`✓ The chain holds: ${verdict.count} events, head ${verdict.head}. Every row is what was logged.`);
        return;
      }
      if (verdict.rowCount === 0) message(`✗ The chain breaks at event ${verdict.seq}: ${verdict.why}.`);
      for (const row of verdict.rows) message(`✗ ${sentenceOf(row)}.`);
      if (verdict.rowCount > 0)
        message(
          `✗ The chain holds, but ${verdict.rowCount} rows are not what was logged${verdict.rowCount > verdict.rows.length ? ` (the first ${verdict.rows.length} are named)` : ""}.`,
        );
      throw new Ended(1);
    });
}

function anchor(text: string, before: readonly Anchor[]): Anchor[] {
  const found = /^(\d+):([0-9a-f]{64})$/.exec(text);
  if (!found) throw new InvalidArgumentError("Write it as NUMBER:HASH, with the 64 hexadecimal digits of the head.");
  return [...before, { seq: Number(found[1]), hash: found[2] as string }];
}
