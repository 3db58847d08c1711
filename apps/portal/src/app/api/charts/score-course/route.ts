import { scoreCoursePlot } from "@nadir/charts";
import { z } from "zod";
import { guarded } from "../../../../server/guarded.ts";
import { ownOrigins } from "../../../../server/platform.ts";
import { contextOf } from "../../../../server/request-context.ts";
import { adaptiveSvg } from "../../../../ui/adaptive-svg.ts";
import { simulatedNotice } from "../../../../ui/simulated.ts";

const asked = z.object({
  title: z.string().max(300),
  /** Whether the chart must say that scans were simulated. */
  isSimulated: z.boolean().default(false),
  points: z
    .array(
      z.object({
        day: z.int(),
        probability: z.number().min(0).max(1),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
        label: z.string().max(100),
      }),
    )
    .max(200),
});

export const POST = guarded({ origins: ownOrigins, limit: 100_000 }, draw);

/** Draws the probabilities that the page holds already: charts are drawn on the server, as a report prints them. */
async function draw(request: Request): Promise<Response> {
  const { person } = await contextOf(request.headers);
  if (!person) return new Response("Sign in first.", { status: 401 });
  const read = asked.safeParse(await request.json().catch(() => null));
  if (!read.success) return new Response("Give a title and points with day, probability and label.", { status: 400 });
  const { title, points, isSimulated } = read.data;
  return new Response(adaptiveSvg(scoreCoursePlot(points, { title, ...simulatedNotice(isSimulated) })), {
    headers: { "content-type": "image/svg+xml; charset=utf-8", "cache-control": "no-store" },
  });
}
