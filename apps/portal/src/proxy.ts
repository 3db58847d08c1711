import { type NextRequest, NextResponse } from "next/server";
import { ADDRESS_HEADER } from "./shell/way-in.ts";

/**
 * Every page gets its own content security policy: only scripts that carry this response's nonce run, and nothing is
 * fetched from anywhere but this server. NiiVue needs WebAssembly, blob workers and data addresses.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const development = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  const address = new URL(request.nextUrl);
  // The framework's own mark of a page that is fetched in pieces.
  address.searchParams.delete("_rsc");
  headers.set(ADDRESS_HEADER, `${address.pathname}${address.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  // Behind a TLS proxy the portal itself is asked without encryption; a browser heeds this only over HTTPS.
  if ((request.headers.get("x-forwarded-proto") ?? request.nextUrl.protocol.replace(":", "")) === "https")
    response.headers.set("Strict-Transport-Security", "max-age=31536000");
  return response;
}

export const config = { matcher: ["/((?!api/|_next/static|icon.svg|favicon.ico).*)"] };
