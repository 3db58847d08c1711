import { sentenceOf } from "@nadir/api/trpc";
import { TRPCError } from "@trpc/server";
import { readCohortAddress } from "../../../../../panels/cohort/cohort-address.ts";
import { FIGURES } from "../../../../../server/cohort-figures.ts";
import { contextOf, createCaller } from "../../../../../server/request-context.ts";
import { said } from "../../../../../server/said.ts";
import { adaptiveSvg } from "../../../../../ui/adaptive-svg.ts";

/** A plot of a trial's cohort as SVG, `width` px wide, with the rights of whoever asks. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ trial: string; figure: string }> },
): Promise<Response> {
  const { trial, figure } = await params;
  const draw = Object.hasOwn(FIGURES, figure) ? FIGURES[figure] : undefined;
  if (!draw) return said(404, `There is no figure '${figure}'; there are ${Object.keys(FIGURES).join(", ")}.`);
  const context = await contextOf(request.headers);
  if (!context.person) return said(401, "Sign in first.");
  const asked = new URL(request.url).searchParams;
  const width = Math.min(1600, Math.max(320, Math.round(Number(asked.get("width"))) || 720));
  const address = readCohortAddress(Object.fromEntries(asked));
  try {
    const svg = await draw({ caller: createCaller(context), trial, address, width });
    return new Response(adaptiveSvg(svg), {
      headers: {
        "content-type": "image/svg+xml; charset=utf-8",
        "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
    return said(error.code === "FORBIDDEN" ? 403 : error.code === "NOT_FOUND" ? 404 : 400, sentenceOf(error));
  }
}
