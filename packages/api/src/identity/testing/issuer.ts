import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

const ID = "nadir-portal";
const SECRET = "what the issuer and the portal share";

/** What one sign-in at the issuer comes to; what is not named is as it should be. */
export interface Told {
  readonly claims: Readonly<Record<string, unknown>>;
  /** Claims of the ID token that are forged. */
  readonly forged?: JWTPayload;
  /** Signed by a key that is none of the issuer's. */
  readonly byStranger?: boolean;
  /** These claims stand at the UserInfo endpoint and not in the token. */
  readonly apart?: Readonly<Record<string, unknown>>;
}

interface Code extends Told {
  readonly nonce: string;
  readonly challenge: string;
  readonly back: string;
}

/**
 * An OpenID provider on loopback, written from OpenID Connect Core 1.0 (§3.1, §5.3) and RFC 7636 (§4.6): it holds the client to
 * its secret, its code to one use, to the address that asked and to the PKCE verifier, and signs ID tokens with a key of its own.
 * A public client has no secret.
 */
export async function openIssuer({ port = 0, isPublic = false }: { port?: number; isPublic?: boolean } = {}) {
  const [own, stranger] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const jwk = { ...(await exportJWK(own.publicKey)), kid: "own", alg: "RS256", use: "sig" };
  const codes = new Map<string, Code>();
  const shown = new Map<string, Readonly<Record<string, unknown>>>();
  const refusedAtToken: string[] = [];
  let whoIsHere: Told | null = null;
  const server = createServer((request, response) => {
    void answer(request).then(
      ([status, body]) => json(response, status, body),
      (error: Error) => json(response, 500, { error: error.message }),
    );
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage): Promise<[number, unknown]> {
    const { pathname } = new URL(request.url ?? "/", issuer);
    if (pathname === "/.well-known/openid-configuration")
      return [
        200,
        {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/me`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          token_endpoint_auth_methods_supported: [isPublic ? "none" : "client_secret_basic"],
          code_challenge_methods_supported: ["S256"],
        },
      ];
    if (pathname === "/authorize" && whoIsHere) return [302, authorize(`${issuer}${request.url}`, whoIsHere).href];
    if (pathname === "/keys") return [200, { keys: [jwk] }];
    if (pathname === "/me") {
      const claims = shown.get((request.headers.authorization ?? "").replace(/^Bearer /, ""));
      return claims ? [200, claims] : [401, { error: "invalid_token" }];
    }
    if (pathname === "/token") return token(request.headers.authorization, new URLSearchParams(await bodyOf(request)));
    return [404, {}];
  }

  async function token(authorization: string | undefined, given: URLSearchParams): Promise<[number, unknown]> {
    const refuse = (error: string): [number, unknown] => {
      refusedAtToken.push(error);
      return [error === "invalid_client" ? 401 : 400, { error }];
    };
    const basic = Buffer.from(`${encodeURIComponent(ID)}:${encodeURIComponent(SECRET)}`).toString("base64");
    const isClient = isPublic ? given.get("client_id") === ID : sameForm(authorization, basic);
    if (!isClient) return refuse("invalid_client");
    const code = codes.get(given.get("code") ?? "");
    codes.delete(given.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(given.get("code_verifier") ?? "")
      .digest("base64url");
    if (!code || code.challenge !== challenge || code.back !== given.get("redirect_uri"))
      return refuse("invalid_grant");
    const now = Math.floor(Date.now() / 1000);
    const idToken = await new SignJWT({
      iss: issuer,
      aud: ID,
      iat: now,
      exp: now + 300,
      nonce: code.nonce,
      ...code.claims,
      ...code.forged,
    })
      .setProtectedHeader({ alg: "RS256", kid: "own" })
      .sign(code.byStranger ? stranger.privateKey : own.privateKey);
    const access = randomUUID();
    shown.set(access, { sub: code.claims["sub"], ...code.apart });
    return [200, { access_token: access, token_type: "Bearer", expires_in: 300, id_token: idToken }];
  }

  function authorize(address: string, told: Told): URL {
    const asked = new URL(address);
    const get = (name: string): string => asked.searchParams.get(name) ?? "";
    if (asked.origin + asked.pathname !== `${issuer}/authorize` || get("client_id") !== ID)
      throw new Error(`Nobody here is asked ${address}.`);
    if (get("response_type") !== "code" || get("code_challenge_method") !== "S256" || !get("scope").includes("openid"))
      throw new Error("The request is not one for a code with PKCE.");
    const code = randomUUID();
    codes.set(code, { ...told, nonce: get("nonce"), challenge: get("code_challenge"), back: get("redirect_uri") });
    const back = new URL(get("redirect_uri"));
    back.search = new URLSearchParams({ code, state: get("state") }).toString();
    return back;
  }

  return {
    settings: {
      issuer,
      clientId: ID,
      clientSecret: isPublic ? null : SECRET,
      emailClaim: "email",
      button: "Sign in with the hospital's account",
      twoFactors: ["mfa"],
    },
    refusedAtToken,
    /** The person signs in there: answers the address to which their browser is sent back. */
    authorize,
    /** From now on a browser that comes is this person's, signed in there already. */
    isAtHand(told: Told): void {
      whoIsHere = told;
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** RFC 6749 §2.3.1 has both parts form-encoded; a space may be `+` or `%20`. */
const sameForm = (authorization: string | undefined, basic: string): boolean => {
  const plain = (coded: string) => decodeURIComponent(Buffer.from(coded, "base64").toString().replaceAll("+", " "));
  return authorization?.startsWith("Basic ") === true && plain(authorization.slice(6)) === plain(basic);
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function json(response: ServerResponse, status: number, body: unknown): void {
  if (status === 302) response.writeHead(status, { location: String(body) }).end();
  else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
