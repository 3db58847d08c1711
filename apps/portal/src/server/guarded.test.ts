import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { guarded } from "./guarded.ts";

vi.mock("server-only", () => ({}));

const here = "https://nadir.hospital.example";
const origins = async () => [here, "http://127.0.0.1:3000"];
const LIMIT = 1000;

function door() {
  let reached = 0;
  const handler = guarded({ origins, limit: LIMIT, instead: "Do it otherwise." }, async (request: Request) => {
    reached++;
    return new Response(`${(await request.text()).length}`);
  });
  const ask = async (headers: Record<string, string>, body: RequestInit["body"] = "x") => {
    const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
    const answer = await handler(new Request(`${here}/api/any`, init), undefined);
    return { status: answer.status, text: await answer.text(), reached };
  };
  return ask;
}

describe("a request that may change something", () => {
  it.each([
    ["from a page of the portal", { origin: here }, 200],
    ["from the portal's other address", { origin: "http://127.0.0.1:3000" }, 200],
    ["without an origin, which the browser calls its own", { "sec-fetch-site": "same-origin" }, 200],
    ["from another site", { origin: "https://elsewhere.example" }, 403],
    [
      "from another site that claims to be the same",
      { origin: "https://elsewhere.example", "sec-fetch-site": "same-origin" },
      403,
    ],
    ["from another port", { origin: "http://127.0.0.1:3001" }, 403],
    ["from a look-alike", { origin: "https://nadir.hospital.example.evil.example" }, 403],
    ["from the same address without encryption", { origin: "http://nadir.hospital.example" }, 403],
    ["from a frame without an origin", { origin: "null" }, 403],
    ["from another site, by a form without an origin", { "sec-fetch-site": "cross-site" }, 403],
    ["from a neighbour of the domain", { "sec-fetch-site": "same-site" }, 403],
    ["from who says nothing of where it comes from", {}, 403],
  ])("%s", async (_where, headers, status) => {
    const answer = await door()(headers as Record<string, string>);
    expect([answer.status, answer.reached]).toEqual([status, status === 200 ? 1 : 0]);
  });

  it("is refused when its body is too large, by its own word before it is read, or in fact while it is", async () => {
    const ask = door();
    expect(await ask({ origin: here }, "x".repeat(LIMIT))).toMatchObject({ status: 200, text: "1000" });
    const said = await ask({ origin: here, "content-length": "1001" });
    expect(said).toMatchObject({ status: 413, reached: 1 });
    expect(said.text).toContain("The request is larger than 0.001 MB; nothing was done. Do it otherwise.");
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++;
        controller.enqueue(new Uint8Array(100));
      },
    });
    expect(await ask({ origin: here }, endless)).toMatchObject({ status: 413 });
    expect(sent).toBeLessThan(50);
  });
});

describe("every address of the portal that takes more than a GET", () => {
  const api = join(import.meta.dirname, "../app/api");
  const routes = readdirSync(api, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === "route.ts")
    .map((entry) => relative(api, entry.parentPath));
  // better-auth looks at the origin itself: identity.test.ts and sign-in.spec.ts hold it to that.
  const own = routes.filter((path) => path !== "auth/[...all]");

  it.each(own)("/api/%s refuses what another site sends", async (path) => {
    const handlers = (await import(join(api, path, "route.ts"))) as Record<string, unknown>;
    const touched = vi.fn();
    const db = new Proxy({}, { get: touched });
    const auth = { api: { getSession: touched } };
    Object.assign(globalThis, { nadirPlatform: Promise.resolve({ origins: await origins(), auth, db }) });
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const handler = handlers[method] as ((r: Request, c: unknown) => Promise<Response>) | undefined;
      if (!handler) continue;
      const request = new Request(`${here}/api/${path}`, {
        method,
        headers: { origin: "https://elsewhere.example", "content-type": "application/json" },
        body: "{}",
      });
      const answer = await handler(request, { params: Promise.resolve({}) });
      expect([path, method, answer.status]).toEqual([path, method, 403]);
      expect(await answer.text()).toContain("FOREIGN_ORIGIN");
      expect(touched).not.toHaveBeenCalled();
    }
  });

  it("there are some", async () => {
    const posting = [];
    for (const path of own) if ("POST" in (await import(join(api, path, "route.ts")))) posting.push(path);
    expect(posting.sort()).toEqual(["charts/score-course", "choose-password", "scans", "trpc/[trpc]", "uploads"]);
  });
});
