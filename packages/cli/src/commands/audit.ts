import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir audit verify
  $ nadir audit verify --anchor 1204:9f1c…

  The answer is {"ok":true,"count":…,"head":…}, or {"ok":false,"seq":…,"why":…} with status 1: the first event that does not
  stand. Note number and head outside the database from time to time, and give them back as an anchor: a log that was
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
    .description("Recomputes every hash of the log and says whether the chain holds, and if not, where it breaks.")
    .option("--anchor <seq:hash>", "a point of the chain that was noted down before (may be repeated)", anchor, [])
    .addHelpText("after", EXAMPLE)
    .action(async ({ anchor: anchors }: { anchor: Anchor[] }) => {
      const { verifyAudit } = await import("@nadir/db");
      const { withInstallation } = await import("../installation.ts");
      const verdict = await withInstallation(({ db }) => verifyAudit(db, { anchors }));
      await result(verdict);
      if (verdict.ok) message(`✓ The chain holds: ${verdict.count} events, head ${verdict.head}.`);
      else {
        message(`✗ The chain breaks at event ${verdict.seq}: ${verdict.why}.`);
        throw new Ended(1);
      }
    });
}

function anchor(text: string, before: readonly Anchor[]): Anchor[] {
  const found = /^(\d+):([0-9a-f]{64})$/.exec(text);
  if (!found) throw new InvalidArgumentError("Write it as NUMBER:HASH, with the 64 hexadecimal digits of the head.");
  return [...before, { seq: Number(found[1]), hash: found[2] as string }];
}
