import { refuse } from "@nadir/domain";

/** How this installation knows the sign-in of its hospital (OpenID Connect). */
export interface HospitalSettings {
  /** The issuer's address, exactly as its tokens name it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a client without a secret: the code is bound by PKCE alone. */
  readonly clientSecret: string | null;
  /** The claim that holds the e-mail address; `email_verified` must be true beside it. */
  readonly emailClaim: string;
  /** What stands on the button. */
  readonly button: string;
  /** Values of `amr` or `acr` by which the hospital says that it asked for two factors. */
  readonly twoFactors: readonly string[];
}

/** As the environment gives them. */
export interface HospitalEnvironment {
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly emailClaim?: string | undefined;
  readonly button?: string | undefined;
  readonly twoFactors?: string | undefined;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Plain HTTP is for a provider on this machine alone. */
export const isLoopback = (issuer: string): boolean => LOOPBACK.test(new URL(issuer).hostname);

/**
 * Null where neither issuer nor client is set: the button is not shown and the addresses answer nothing. Refuses
 * `HOSPITAL_SETTINGS` where something is set and the rest does not make a sign-in.
 */
export function readHospitalSettings(given: HospitalEnvironment): HospitalSettings | null {
  const isSet = [given.issuer, given.clientId, given.clientSecret].some(
    (value) => value !== undefined && value.trim() !== "",
  );
  if (!isSet) return null;
  const issuer = given.issuer?.trim();
  if (!issuer || !URL.canParse(issuer))
    return wrong(
      "NADIR_OIDC_ISSUER is the issuer's address, like https://login.hospital.example/realms/staff.",
      issuer,
    );
  const { protocol } = new URL(issuer);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(issuer)))
    return wrong("NADIR_OIDC_ISSUER begins with https://; plain http is for this machine alone.", issuer);
  const clientId = given.clientId?.trim();
  if (!clientId) return wrong("NADIR_OIDC_CLIENT_ID is missing: the name under which the issuer knows this portal.");
  return {
    issuer,
    clientId,
    clientSecret: given.clientSecret?.trim() || null,
    emailClaim: given.emailClaim?.trim() || "email",
    button: given.button?.trim() || "Sign in with the hospital's account",
    twoFactors: (given.twoFactors ?? "mfa").split(/[\s,]+/).filter((value) => value !== ""),
  };
}

const wrong = (message: string, found?: string): never =>
  refuse("HOSPITAL_SETTINGS", message, found === undefined ? {} : { found });
