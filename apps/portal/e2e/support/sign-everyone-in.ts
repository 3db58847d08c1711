import { request } from "@playwright/test";
import { demoPeople, portalAddress, sessionFile } from "./portal.ts";

/** Once a run: everyone of the demo signs in, so that tests begin where their person already is. */
export default async function signEveryoneIn(): Promise<void> {
  const baseURL = portalAddress();
  await fetch(`${baseURL}/sign-in`, { signal: AbortSignal.timeout(30_000) }).catch(() => {
    throw new Error(
      `No portal answers at ${baseURL}. Start the demo (\`npm run demo\`) and name it: NADIR_PORTAL_URL.`,
    );
  });
  for (const { id, email, password } of demoPeople()) {
    const client = await request.newContext({ baseURL, extraHTTPHeaders: { origin: baseURL } });
    const answer = await client.post("/api/auth/sign-in/email", { data: { email, password } });
    if (!answer.ok()) throw new Error(`${id} could not sign in: ${answer.status()} ${await answer.text()}`);
    await client.storageState({ path: sessionFile(id) });
    await client.dispose();
  }
}
