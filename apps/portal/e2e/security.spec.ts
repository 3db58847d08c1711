import { portalAddress } from "./support/portal.ts";
import { expect, test } from "./support/test.ts";

test.describe("the headers of every page", () => {
  test("let scripts run by this answer's nonce alone, and nobody frame the portal", async ({ request }) => {
    const nonces = new Set<string>();
    for (const address of ["/sign-in", "/about", "/no-such-page"]) {
      const answer = await request.get(address);
      const headers = answer.headers();
      const policy = Object.fromEntries(
        (headers["content-security-policy"] ?? "").split("; ").map((part) => {
          const [name, ...sources] = part.split(" ");
          return [name, sources];
        }),
      ) as Record<string, string[]>;
      const scripts = policy["script-src"] ?? [];
      expect(scripts, address).not.toContain("'unsafe-inline'");
      expect(scripts, address).not.toContain("'unsafe-eval'");
      expect(
        scripts.filter((s) => /^https?:|^\*|^data:|^blob:/.test(s)),
        address,
      ).toEqual([]);
      const nonce = scripts.find((s) => s.startsWith("'nonce-"));
      expect(nonce?.length, address).toBeGreaterThan(24);
      nonces.add(nonce ?? "");
      expect(policy, address).toMatchObject({
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "default-src": ["'self'"],
      });
      // Every script of the page carries that nonce; one without would not run.
      const html = await answer.text();
      const scriptTags = html.match(/<script\b[^>]*>/g) ?? [];
      expect(scriptTags.length, address).toBeGreaterThan(0);
      for (const tag of scriptTags)
        expect(`'${/nonce="([^"]*)"/.exec(tag)?.[1] ?? "none"}`, tag).toMatch(/^'[\w+/=]{20,}$/);
      expect(headers, address).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["permissions-policy"], address).toContain("camera=()");
      expect(headers["x-powered-by"], address).toBeUndefined();
      expect(headers["strict-transport-security"], `${address} without TLS`).toBeUndefined();
    }
    expect(nonces.size, "no nonce twice").toBe(3);
    const behindTls = await request.get("/about", { headers: { "x-forwarded-proto": "https" } });
    expect(behindTls.headers()["strict-transport-security"]).toBe("max-age=31536000");
  });

  test("stand on what is no page too", async ({ request }) => {
    for (const address of ["/api/health", "/api/trpc/session.me", "/icon.svg"])
      expect((await request.get(address)).headers(), address).toMatchObject({ "x-content-type-options": "nosniff" });
  });
});

test.describe("bodies that are too large", () => {
  test.use({ person: "administrator" });

  test("are refused with a sentence, by their own word and in fact", async ({ context }) => {
    const headers = { origin: portalAddress(), "content-type": "application/json" };
    const large = Buffer.alloc(20_000_001, 0x20);
    const answer = await context.request.post("/api/trpc/account.changePassword", { headers, data: large });
    expect(answer.status()).toBe(413);
    expect(await answer.text()).toContain("larger than 20 MB");
    const choose = await context.request.post("/api/choose-password", { headers, data: Buffer.alloc(10_001, 0x20) });
    expect(choose.status()).toBe(413);
    // More procedures in one request than any page asks.
    const many = Array.from({ length: 51 }, () => "session.me").join(",");
    expect((await context.request.get(`/api/trpc/${many}?batch=1`)).status()).toBe(400);
    // An archive that unpacks to more than an upload may weigh: it says 4 GB of itself, packed into some bytes.
    const bomb = zipThatClaims(4_000_000_000);
    const sent = await context.request.post("/api/uploads", {
      headers: { origin: portalAddress() },
      multipart: {
        names: JSON.stringify(["trial.zip"]),
        files: { name: "trial.zip", mimeType: "application/zip", buffer: bomb },
      },
    });
    expect(sent.status()).toBe(422);
    expect(await sent.text()).toContain("unpacks to more than");
    const torn = await context.request.post("/api/uploads", {
      headers: { origin: portalAddress(), "content-type": "multipart/form-data; boundary=x" },
      data: "no form",
    });
    expect(torn.status()).toBe(422);
    expect(await torn.text()).toContain("did not arrive whole");
  });
});

/** A ZIP archive (APPNOTE 6.3.10 §4.3) of one deflated file, whose directory says that it unpacks to `size` bytes. */
function zipThatClaims(size: number): Buffer {
  const name = Buffer.from("trial.yaml");
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(2, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(name.length, 28);
  const before = Buffer.concat([local, name, Buffer.from([3, 0])]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(before.length, 16);
  return Buffer.concat([before, central, name, end]);
}
