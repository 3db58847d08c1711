import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { type HospitalSettings, isLoopback } from "./settings.ts";

/** What is kept of one sign-in that was begun, until the browser comes back. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The address of ours to which the issuer sends the browser back. */
  readonly back: string;
}

/** Whom the issuer names, by a token that was signed by one of its keys, for us, just now, for this very sign-in. */
export interface NamedPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly isVerified: boolean;
  /** The issuer says that it asked for two factors. */
  readonly bothFactors: boolean;
}

const SECONDS = 10;

export interface Provider {
  begin(back: string): Promise<{ readonly address: string; readonly begun: Begun }>;
  /** Throws whatever speaks against the answer; its message is for the log. */
  finish(begun: Begun, answer: URLSearchParams): Promise<NamedPerson>;
}

/** Authorisation code flow with PKCE, state and nonce (OpenID Connect Core 1.0 §3.1, RFC 7636). */
export function provider(settings: HospitalSettings): Provider {
  let known: Promise<Configuration> | undefined;
  // Asked for when it is first needed: a portal starts without its hospital's sign-in, and asks again after a failure.
  const configuration = (): Promise<Configuration> => {
    known ??= discovered(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    async begin(back) {
      const config = await configuration();
      const begun = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), back };
      const address = buildAuthorizationUrl(config, {
        redirect_uri: back,
        scope: "openid email profile",
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: "S256",
      });
      return { address: address.href, begun };
    },
    async finish(begun, answer) {
      const config = await configuration();
      const address = new URL(begun.back);
      address.search = answer.toString();
      const tokens = await authorizationCodeGrant(config, address, {
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        pkceCodeVerifier: begun.verifier,
        idTokenExpected: true,
      });
      const told = tokens.claims()!;
      // Some issuers tell the address only where the access token is shown.
      const more =
        told[settings.emailClaim] === undefined && config.serverMetadata().userinfo_endpoint
          ? await fetchUserInfo(config, tokens.access_token, told.sub)
          : {};
      const claims: Readonly<Record<string, unknown>> = { ...more, ...told };
      const email = claims[settings.emailClaim];
      return {
        issuer: settings.issuer,
        subject: told.sub,
        email: typeof email === "string" ? email.trim().toLowerCase() : null,
        isVerified: claims["email_verified"] === true,
        bothFactors: saysBoth(told, settings.twoFactors),
      };
    },
  };
}

/** RFC 8176 for `amr`; `acr` has the names that the issuer gives. Only the signed token speaks for it. */
const saysBoth = ({ amr, acr }: Readonly<Record<string, unknown>>, taken: readonly string[]): boolean =>
  [...(Array.isArray(amr) ? amr : []), acr].some((value) => typeof value === "string" && taken.includes(value));

async function discovered({ issuer, clientId, clientSecret }: HospitalSettings): Promise<Configuration> {
  const insecure = isLoopback(issuer) ? [allowInsecureRequests] : [];
  const found = await discovery(new URL(issuer), clientId, undefined, None(), {
    timeout: SECONDS,
    execute: insecure,
  });
  const server = found.serverMetadata();
  const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const authentication = methods.includes("client_secret_basic") ? ClientSecretBasic : ClientSecretPost;
  const config = new Configuration(
    server,
    clientId,
    undefined,
    clientSecret === null ? None() : authentication(clientSecret),
  );
  config.timeout = SECONDS;
  for (const allow of insecure) allow(config);
  // The ID token's signature is checked against the issuer's keys, though it came from the issuer itself.
  enableNonRepudiationChecks(config);
  return config;
}
