import { platform } from "../../../server/platform.ts";

export const dynamic = "force-dynamic";

/** For supervisors: whether this portal reaches its database. Says nothing else to anyone. */
export async function GET(): Promise<Response> {
  try {
    const { db } = await platform();
    await db.sql`select 1`;
    return Response.json({ ok: true });
  } catch {
    return Response.json({ ok: false }, { status: 503 });
  }
}
