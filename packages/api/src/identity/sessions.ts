import { appendAudit, asSystem, type Database, type Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";

/** A session of a person's. `lastSeen` is exact to the hour: it is written once an hour while the session is used. */
export interface OpenSession {
  readonly id: string;
  readonly since: Date;
  readonly lastSeen: Date;
  readonly expires: Date;
  /** `Firefox on Linux`; null where the browser did not say. */
  readonly device: string | null;
  readonly address: string | null;
  readonly signedInBy: "password" | "passkey" | "hospital";
}

/** The person's sessions that are open, the last used first. */
export async function sessionsOf(db: Database, personId: string): Promise<OpenSession[]> {
  const rows = await asSystem(
    db,
    "read a person's sessions",
    ({ sql }) => sql<(Omit<OpenSession, "device"> & { agent: string | null })[]>`
      select id, created_at as since, updated_at as "lastSeen", expires_at as expires, user_agent as agent,
             signed_in_by as "signedInBy", nullif(ip_address, '') as address
        from identity.session where user_id = ${personId} and expires_at > now() order by updated_at desc, id`,
  );
  return rows.map(({ agent, ...session }) => ({ ...session, device: deviceOf(agent) }));
}

/** Ends one of the person's sessions. Refuses `SESSION_NOT_FOUND`: another's is as unknown as one that is none. */
export async function endSession(db: Database, personId: string, sessionId: string): Promise<void> {
  await asSystem(db, "a person ends a session", async (tx) => {
    const ended = await tx.sql`
      delete from identity.session where id = ${sessionId} and user_id = ${personId} returning id`;
    if (ended.length === 0)
      refuse("SESSION_NOT_FOUND", "There is no such session of yours; it may have ended already.");
    await appendAudit(tx, { action: "session-ended", object: `person:${personId}`, payload: { sessions: 1 } });
  });
}

/** Ends every session of the person but the one named. Answers how many. */
export async function endOtherSessions(db: Database, personId: string, kept: string | null): Promise<number> {
  return asSystem(db, "a person ends their other sessions", async (tx) => {
    const sessions = await endSessionsOf(tx, personId, kept);
    await appendAudit(tx, {
      action: "session-ended",
      object: `person:${personId}`,
      payload: { sessions, others: true },
    });
    return sessions;
  });
}

/**
 * Ends the person's sessions, but for the one to be kept, and every sign-in that has got as far as the second factor: its
 * password was right a while ago, and what ends the sessions must end that too. Answers how many sessions. The log is the caller's.
 */
export async function endSessionsOf(tx: Tx, personId: string, kept: string | null = null): Promise<number> {
  const ended = await tx.sql`
    delete from identity.session where user_id = ${personId} and id is distinct from ${kept} returning id`;
  await tx.sql`delete from identity.verification where value = ${personId} and identifier like '2fa-%'`;
  return ended.length;
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(OPR|Opera)\//, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\bHeadlessChrome\/|\bChrome\/|\bCriOS\/|\bChromium\//, "Chrome"],
  [/\bVersion\/.*Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** Browser and system in words, from the browser's own line; other programs by the first word of theirs. */
export function deviceOf(agent: string | null): string | null {
  if (!agent) return null;
  const of = (names: typeof BROWSERS) => names.find(([mark]) => mark.test(agent))?.[1];
  const [browser, system] = [of(BROWSERS), of(SYSTEMS)];
  if (browser) return system ? `${browser} on ${system}` : browser;
  return /^[\w.-]{1,40}/.exec(agent)?.[0] ?? null;
}
