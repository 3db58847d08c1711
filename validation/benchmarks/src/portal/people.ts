import { Agent, get } from "node:http";
import { gunzipSync } from "node:zlib";

/** A signed-in person of the demo: what is sent along with a request. */
export interface SignedIn {
  readonly role: string;
  readonly cookie: string;
}

/** Signs each in with the password of the demo. */
export async function signIn(
  address: string,
  { role, email, password }: { readonly role: string; readonly email: string; readonly password: string },
): Promise<SignedIn> {
  const response = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`Signing in as ${role} answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  return { role, cookie };
}

/** A browser at work: its own connection, so that people are dealt out among the server's processes as browsers are. */
export interface Browser {
  readonly address: string;
  readonly person: SignedIn;
  readonly connection: Agent;
}

export const browserOf = (address: string, person: SignedIn): Browser => ({
  address,
  person,
  connection: new Agent({ keepAlive: true, maxSockets: 1 }),
});

const WHOLE = ["</html>", "</svg>"];

/** Fetches a page, a figure or a table whole; ms until its last byte. Throws where it is none of them. */
export async function page(browser: Browser, path: string): Promise<number> {
  const began = performance.now();
  const { status, type, encoding, body } = await fetched(browser, path);
  const ms = performance.now() - began;
  const text = (encoding === "gzip" ? gunzipSync(body) : body).toString();
  if (status !== 200 || !(WHOLE.some((end) => text.includes(end)) || type.startsWith("text/csv")))
    throw new Error(`${path} answered ${status} to the ${browser.person.role}.`);
  return ms;
}

interface Fetched {
  readonly status: number;
  readonly type: string;
  readonly encoding: string | undefined;
  readonly body: Buffer;
}

function fetched({ address, person, connection }: Browser, path: string): Promise<Fetched> {
  const headers = { cookie: person.cookie, "accept-encoding": "gzip" };
  return new Promise((resolve, reject) => {
    const request = get(`${address}${path}`, { headers, agent: connection }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", reject);
      response.once("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          type: String(response.headers["content-type"]),
          encoding: response.headers["content-encoding"],
          body: Buffer.concat(parts),
        }),
      );
    });
    // The server closes what was idle for five seconds, perhaps at this very moment; a browser then asks once more, too.
    request.once("error", (error) =>
      request.reusedSocket ? resolve(fetched({ address, person, connection }, path)) : reject(error),
    );
  });
}
