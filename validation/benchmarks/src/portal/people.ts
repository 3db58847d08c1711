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

const WHOLE = ["</html>", "</svg>"];

/** Fetches a page, a figure or a table whole; ms until its last byte. Throws where it is none of them. */
export async function page(address: string, path: string, { cookie, role }: SignedIn): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${address}${path}`, { headers: { cookie }, redirect: "manual" });
  const text = await response.text();
  const isWhole =
    WHOLE.some((end) => text.includes(end)) || response.headers.get("content-type")?.startsWith("text/csv");
  if (response.status !== 200 || !isWhole) throw new Error(`${path} answered ${response.status} to the ${role}.`);
  return performance.now() - began;
}
