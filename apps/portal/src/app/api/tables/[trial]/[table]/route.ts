import { sentenceOf } from "@nadir/api/trpc";
import { TRPCError } from "@trpc/server";
import { contextOf, createCaller } from "../../../../../server/request-context.ts";
import { said } from "../../../../../server/said.ts";
import { tableText } from "../../../../../server/table.ts";
import { TABLES } from "../../../../../server/tables.ts";

/** A table of a trial's page as a CSV file, with the rights of whoever asks: the procedure that fills the page fills it. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ trial: string; table: string }> },
): Promise<Response> {
  const { trial, table } = await params;
  const make = Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
  if (!make) return said(404, `There is no table '${table}'; there are ${Object.keys(TABLES).join(", ")}.`);
  const context = await contextOf(request.headers);
  if (!context.person) return said(401, "Sign in first.");
  try {
    const caller = createCaller(context);
    const found = await make(caller, trial, new URL(request.url).searchParams);
    const origin = (await caller.trials.simulated({ trial })).visits > 0 ? "simulated follow-up of a real scan" : null;
    return new Response(tableText(found, origin), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${trial}-${table}.csv"`,
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
    return said(error.code === "FORBIDDEN" ? 403 : error.code === "NOT_FOUND" ? 404 : 400, sentenceOf(error));
  }
}
