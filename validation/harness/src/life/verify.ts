import { asPerson, asSystem, type Database, verifyAudit } from "@nadir/db";
import { hashOf, Refusal, refuse, type ValidationResult, validationResult } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { renderHtml } from "../report/render-html.ts";
import { renderPdf } from "../report/render-pdf.ts";
import { SOFTWARE } from "../software.ts";
import { asFiled } from "./as-filed.ts";
import { assembleResult } from "./assemble-result.ts";
import { type Difference, differences } from "./differences.ts";
import { judgeHtml, judgePdf, type Software } from "./filed-paper.ts";

export interface Verification {
  readonly ok: boolean;
  /** Figures and facts of the report that the record does not give again. */
  readonly differences: readonly Difference[];
  /** Each check with its finding. */
  readonly checks: readonly { readonly what: string; readonly ok: boolean; readonly found: string }[];
}

/**
 * Derives every figure of a report again from the record and says which differ; checks the hashes of protocol, result
 * and papers against the log of the filing, and that the audit chain holds and goes through the report's anchor. `reported` is a result document from
 * outside (the JSON beside a report); without it the stored one is verified.
 */
export async function verify(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  of: { readonly personId: string; readonly protocolId: string },
  reported?: unknown,
): Promise<Verification> {
  const stored = await asPerson(db, of.personId, async (tx) => {
    const [row] = await tx.sql<
      { result: ValidationResult; result_hash: string; html_hash: string; pdf_hash: string }[]
    >`select result, result_hash, html_hash, pdf_hash from validation.report where protocol_id = ${of.protocolId}`;
    return row ?? refuse("REPORT_UNKNOWN", "This protocol has no report yet; nothing can be verified.");
  });
  const claimed = reported ?? stored.result;
  const derived = await assembleResult(db, of).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  const checks: { what: string; ok: boolean; found: string }[] = [];
  const check = (what: string, ok: boolean, found: string) => checks.push({ what, ok, found });

  if (derived instanceof Refusal) check("the record still gives a result", false, derived.message);
  const found = derived instanceof Refusal ? [] : differences(claimed, asFiled(derived.result, stored.result));
  if (!(derived instanceof Refusal))
    check(
      "every figure follows from the record",
      found.length === 0,
      found.length === 0 ? "none differs" : `${found.length} differ`,
    );
  const resultIsFiled = hashOf(claimed) === stored.result_hash;
  check("the result is the one that was filed", resultIsFiled, hashOf(claimed));
  const logged = await filing(db, of.protocolId);
  const strangers = (["result", "html", "pdf"] as const).filter(
    (paper) => stored[`${paper}_hash`] !== logged?.[`${paper}Hash`],
  );
  check(
    "result and papers have the hashes that the log has of their filing",
    strangers.length === 0,
    strangers.length === 0 ? "all three" : `not that of ${strangers.join(", ")}`,
  );
  const parsed = validationResult.safeParse(claimed);
  check(
    "the result has the shape of a result",
    parsed.success,
    parsed.success ? "yes" : (parsed.error.issues[0]?.message ?? ""),
  );
  if (parsed.success) {
    check(
      "the protocol in the report has the hash that was signed",
      hashOf(parsed.data.protocol) === parsed.data.protocolHash &&
        parsed.data.life.signatures.every((s) => s.documentHash === parsed.data.protocolHash),
      hashOf(parsed.data.protocol),
    );
    for (const [name, rendered, hash, judge] of [
      ["HTML", new TextEncoder().encode(renderHtml(parsed.data)), stored.html_hash, judgeHtml],
      ["PDF", renderPdf(parsed.data), stored.pdf_hash, judgePdf],
    ] as const) {
      const kept = await store
        .get(hash)
        .catch((error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)));
      check(
        `the ${name} is kept under its hash`,
        !(kept instanceof Refusal),
        kept instanceof Refusal ? kept.message : hash,
      );
      if (kept instanceof Refusal) continue;
      const { ok, found } = judge({ kept, rendered, resultIsFiled, setBy: logged?.software ?? null, now: SOFTWARE });
      check(`the ${name} says what the result says`, ok, found);
    }
  }
  const anchors = parsed.success ? [parsed.data.life.auditHead] : [];
  const chain = await verifyAudit(db, { anchors });
  check(
    "the audit chain holds and goes through the report's anchor",
    chain.ok,
    chain.ok ? `${chain.count} events, head ${chain.head}` : `event ${chain.seq}: ${chain.why}`,
  );
  return { ok: checks.every((c) => c.ok), differences: found, checks };
}

/** What the log holds of the filing of a report: the hashes, and since when it says so, what set the papers. */
async function filing(db: Database, protocolId: string) {
  const [row] = await asSystem(
    db,
    "verify a report against the log of its filing",
    ({ sql }) => sql<{ payload: string }[]>`
      select payload from audit.event
       where action = 'reported' and object = ${`validation.protocol/${protocolId}`} order by seq limit 1`,
  );
  return row
    ? (JSON.parse(row.payload) as {
        readonly resultHash?: string;
        readonly htmlHash?: string;
        readonly pdfHash?: string;
        readonly software?: Software;
      })
    : null;
}
