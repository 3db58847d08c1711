import { chooseOwnPassword } from "@nadir/api/identity";
import { Refusal } from "@nadir/domain";
import { readChosen } from "../../../server/chosen-password.ts";
import { guarded } from "../../../server/guarded.ts";
import { ownOrigins, platform } from "../../../server/platform.ts";
import { sessionFor } from "../../../server/request-context.ts";

export const POST = guarded({ origins: ownOrigins, limit: 10_000 }, choose);

/** Takes the password that a person chooses in place of a one-time password; asks for that again. */
async function choose(request: Request): Promise<Response> {
  const { toChoose: person, sessionId } = await sessionFor(request.headers);
  if (!person) return Response.json({ message: "Sign in with the one-time password first." }, { status: 401 });
  const given = readChosen(await request.json().catch(() => null));
  if ("wrong" in given) return Response.json({ message: given.wrong }, { status: 400 });
  try {
    await chooseOwnPassword((await platform()).db, { personId: person.id, sessionId, ...given });
  } catch (error) {
    if (error instanceof Refusal) return Response.json({ message: error.message, code: error.code }, { status: 409 });
    throw error;
  }
  return Response.json({ chosen: true });
}
