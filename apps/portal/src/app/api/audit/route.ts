import { sentenceOf } from "@nadir/api/trpc";
import { spreadsheetCsv } from "@nadir/domain";
import { TRPCError } from "@trpc/server";
import { auditAddress, queryOfAddress } from "../../../panels/audit/audit-address.ts";
import { contextOf, createCaller } from "../../../server/request-context.ts";
import { said } from "../../../server/said.ts";

/** More events than this are for `nadir` on the server; narrow the search here. */
const MOST = 50_000;
const PAGE = 200;
const COLUMNS = [
  ...["number", "time_utc", "person", "person_id", "what", "patients", "action", "object", "trial", "payload", "hash"],
];

/** The events of the log that the page's search finds, oldest first, as a CSV file with the rights of whoever asks. */
export async function GET(request: Request): Promise<Response> {
  const context = await contextOf(request.headers);
  if (!context.person) return said(401, "Sign in first.");
  const { audit } = createCaller(context);
  const query = queryOfAddress(auditAddress.parse(Object.fromEntries(new URL(request.url).searchParams)));
  try {
    const events = [];
    let upTo: number | undefined;
    for (let page = 1; ; page++) {
      const found = await audit.search({ upTo, ...query, page, pageSize: PAGE });
      // Events that come in while pages are read are not of this file.
      upTo ??= found.rows[0]?.seq;
      if (found.total > MOST)
        return said(
          413,
          `The search finds ${found.total} events; a file holds ${MOST}. Give days, a trial or a person.`,
        );
      events.push(...found.rows);
      if (found.rows.length < PAGE) break;
    }
    events.sort((a, b) => a.seq - b.seq);
    const rows = events.map((e) => [
      e.seq,
      e.at.toISOString(),
      e.actorName ?? "",
      e.actor,
      e.words,
      [...e.patients, ...(e.hasMorePatients ? ["…"] : [])].join(" "),
      e.action,
      e.object,
      e.trial ?? "",
      e.payload,
      e.hash,
    ]);
    return new Response(spreadsheetCsv(COLUMNS, rows), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="audit.csv"',
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
    return said(error.code === "FORBIDDEN" ? 403 : 400, sentenceOf(error));
  }
}
