import type { SignedIn } from "./people.ts";

/** The answer of a procedure of the portal, asked as the person; `undefined` asks without an input. Throws with the refusal where there is none. */
export async function ask<T>(
  { address, person }: { readonly address: string; readonly person: SignedIn },
  procedure: string,
  input: object | undefined,
  how: "read" | "write" = "read",
): Promise<T> {
  const json = JSON.stringify({ json: input });
  const url = `${address}/api/trpc/${procedure}`;
  const headers = { cookie: person.cookie, origin: address, "content-type": "application/json" };
  const response = await (how === "write"
    ? fetch(url, { method: "POST", headers, body: json })
    : fetch(`${url}?input=${encodeURIComponent(json)}`, { headers }));
  const text = await response.text();
  if (!response.ok) throw new Error(`${procedure} answered ${response.status} to the ${person.role}: ${text}`);
  return (JSON.parse(text) as { result: { data: { json: T } } }).result.data.json;
}
