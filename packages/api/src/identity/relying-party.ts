import { isIP } from "node:net";

/** The page that asks for a passkey: its origin, and the name under which browsers keep the passkey. */
export interface RelyingParty {
  readonly origin: string;
  /** The host's name (Web Authentication Level 3, §5.1.2: a domain, never an IP address). */
  readonly id: string;
}

/** Null where the origin is none of the portal's, or where no passkey can belong to it, since it names no host. */
export function relyingPartyOf(origin: string | null | undefined, origins: readonly string[]): RelyingParty | null {
  if (!origin || !origins.includes(origin)) return null;
  const { hostname } = new URL(origin);
  return isIP(hostname.replace(/^\[|\]$/g, "")) === 0 ? { origin, id: hostname } : null;
}
