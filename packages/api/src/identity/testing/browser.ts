import type { TestDatabase } from "@nadir/db/testing";
import { type Auth, addPerson, chooseOwnPassword, personByEmail, readRoleAt, sessionOf } from "../index.ts";

export const OWN = "seven grey herons wade";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** A browser at one page of the portal: keeps the cookies that it is given, and says where it comes from. */
export function browser(
  at: { readonly test: TestDatabase; readonly auth: () => Auth; readonly origin: string },
  agent = FIREFOX,
) {
  const jar = new Map<string, string>();
  const cookies = () => [...jar].map(([k, v]) => `${k}=${v}`).join("; ");
  const send = async (path: string, init: RequestInit = {}) => {
    // The limit by address is another test's; here it would only make this one slow.
    await at.test.admin`delete from identity.rate_limit`;
    const answer = await at.auth().handler(
      new Request(`${at.origin}/api/auth${path}`, {
        ...init,
        headers: { "user-agent": agent, ...(jar.size > 0 ? { cookie: cookies() } : {}), ...init.headers },
      }),
    );
    for (const line of answer.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(";");
      const cut = pair!.indexOf("=");
      const ended = attributes.some((a) => /max-age=0\b/i.test(a));
      if (ended) jar.delete(pair!.slice(0, cut));
      else jar.set(pair!.slice(0, cut), pair!.slice(cut + 1));
    }
    return answer;
  };
  const post = async (path: string, body: unknown, origin = at.origin) => {
    const answer = await send(path, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Record<string, never> };
  };
  return {
    jar,
    post,
    get: (path: string) => send(path),
    signIn: (email: string, password = OWN) => post("/sign-in/email", { email, password }),
    session: () => sessionOf({ auth: at.auth(), db: at.test.db }, new Headers({ cookie: cookies() })),
  };
}
export type Browser = ReturnType<typeof browser>;

/** A person of `small-trial` who has chosen the password `OWN`. */
export async function newPerson(test: TestDatabase, word: string, role = "reader") {
  const email = `${word}@site.example`;
  const made = await addPerson(test.db, { email, name: "Kim Holm", roles: [readRoleAt(`${role}@small-trial`)] });
  const { id } = (await personByEmail(test.db, email))!;
  await chooseOwnPassword(test.db, { personId: id, oneTime: made.password, chosen: OWN, sessionId: null });
  return { id, email, name: "Kim Holm" };
}

/** What the log says of the person, in order. */
export const actsOf = async (test: TestDatabase, id: string): Promise<string[]> =>
  (
    await test.admin<{ action: string }[]>`
      select action from audit.event where object = ${`person:${id}`} order by seq`
  ).map((e) => e.action);
