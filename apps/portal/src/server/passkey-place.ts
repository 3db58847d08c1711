import "server-only";
import { relyingPartyOf } from "@nadir/api/identity";
import { headers } from "next/headers";
import { ownOrigins } from "./platform.ts";

/** Whether passkeys work at the address that is open, which must name a host; and an address of the portal where they do. */
export interface PasskeyPlace {
  readonly isHere: boolean;
  readonly elsewhere: string | null;
}

export async function passkeyPlace(): Promise<PasskeyPlace> {
  const origins = await ownOrigins();
  // Behind a proxy there is one address, and the host of the request may be an inner one.
  const here = origins.length === 1 ? origins[0] : `http://${(await headers()).get("host")}`;
  return {
    isHere: relyingPartyOf(here, origins) !== null,
    elsewhere: origins.find((origin) => relyingPartyOf(origin, origins) !== null) ?? null,
  };
}
