import type { Role } from "@nadir/domain";
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { site, trial } from "./record-trial.ts";
import { identity } from "./schemas.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });

/** The tables of better-auth; property names are its field names. The application role reads and writes them. */
export const user = identity.table("user", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  /** A second factor was set up and proved once. */
  twoFactorEnabled: boolean("two_factor_enabled").notNull().default(false),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

export const session = identity.table(
  "session",
  {
    id: text("id").primaryKey(),
    expiresAt: at("expires_at").notNull(),
    token: text("token").notNull().unique(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    /** `password`, `passkey` or `hospital` (OpenID Connect). */
    signedInBy: text("signed_in_by").notNull().default("password"),
    /** The sign-in itself stood for two factors: no code is asked beside it. */
    bothFactors: boolean("both_factors").notNull().default(false),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
  },
  (t) => [index("session_of_user").on(t.userId)],
);

/**
 * Ways to sign in that know a person by something else than a passkey: `credential` with its password, or the issuer of a
 * hospital's sign-in (`provider_id`) and the subject there (`account_id`), without any token.
 */
export const account = identity.table(
  "account",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: at("access_token_expires_at"),
    refreshTokenExpiresAt: at("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    /** Set where somebody else gave the password: until then it lets the person choose their own, and nothing more. */
    oneTimeUntil: at("one_time_until"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    index("account_of_user").on(t.userId),
    uniqueIndex("account_of_provider").on(t.providerId, t.accountId),
    uniqueIndex("account_once_a_provider").on(t.userId, t.providerId),
  ],
);

export const verification = identity.table(
  "verification",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: at("expires_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index("verification_of_identifier").on(t.identifier)],
);

/** Secret and recovery codes of the second factor, encrypted under the installation's secret. */
export const twoFactor = identity.table("two_factor", {
  id: text("id").primaryKey(),
  secret: text("secret").notNull(),
  backupCodes: text("backup_codes").notNull(),
  userId: text("user_id")
    .notNull()
    .unique()
    .references(() => user.id, { onDelete: "cascade" }),
  verified: boolean("verified").notNull().default(true),
  failedVerificationCount: integer("failed_verification_count").notNull().default(0),
  lockedUntil: at("locked_until"),
});

/** Public keys of credentials that people's devices keep; a person adds and removes their own. */
export const passkey = identity.table(
  "passkey",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** base64url, as the browser gives it. */
    credentialId: text("credential_id").notNull().unique(),
    /** COSE key, base64url. */
    publicKey: text("public_key").notNull(),
    /** Uses as the authenticator counts them; stays 0 where it does not count. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull().default(sql`'{}'`),
    createdAt: at("created_at").notNull().defaultNow(),
    lastUsedAt: at("last_used_at"),
  },
  (t) => [index("passkey_of_user").on(t.userId)],
);

export const rateLimit = identity.table("rate_limit", {
  id: text("id").primaryKey(),
  key: text("key").notNull().unique(),
  count: integer("count").notNull(),
  lastRequest: bigint("last_request", { mode: "number" }).notNull(),
});

/**
 * One row a person, trial, site and role; `siteId` null = all sites of the trial. Row-level security reads only this.
 * Never deleted: `revokedAt` ends it.
 */
export const membership = identity.table(
  "membership",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    siteId: uuid("site_id").references(() => site.id),
    role: text("role").$type<Role>().notNull(),
    grantedAt: at("granted_at").notNull().defaultNow(),
    grantedBy: text("granted_by").notNull().default(sql`nadir.actor()`),
    revokedAt: at("revoked_at"),
  },
  (t) => [
    uniqueIndex("membership_once")
      .on(t.userId, t.trialId, t.role, sql`coalesce(${t.siteId}, '00000000-0000-0000-0000-000000000000')`)
      .where(sql`${t.revokedAt} is null`),
    index("membership_of_trial").on(t.trialId),
  ],
);

/** A code of a second factor that was accepted, by its hash: it is not accepted again. */
export const usedCode = identity.table("used_code", {
  codeHash: text("code_hash").primaryKey(),
  at: at("at").notNull().defaultNow(),
});

/** A failed sign-in (of an address) or re-authentication (of a person): eight of them lock it for a while. */
export const failedAttempt = identity.table(
  "failed_attempt",
  { id: uuid("id").primaryKey().defaultRandom(), of: text("of").notNull(), at: at("at").notNull().defaultNow() },
  (t) => [index("failed_attempt_of").on(t.of, t.at)],
);

/** A role of a trial that needs a second factor, until `endedAt`. */
export const secondFactorRule = identity.table(
  "second_factor_rule",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    role: text("role").$type<Role>().notNull(),
    since: at("since").notNull().defaultNow(),
    requiredBy: text("required_by").notNull().default(sql`nadir.actor()`),
    endedAt: at("ended_at"),
  },
  (t) => [uniqueIndex("second_factor_rule_once").on(t.trialId, t.role).where(sql`${t.endedAt} is null`)],
);

/** While one of a trial is not ended, the database takes nothing into that trial's record. */
export const dataLock = identity.table(
  "data_lock",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    reason: text("reason").notNull(),
    lockedAt: at("locked_at").notNull().defaultNow(),
    lockedBy: text("locked_by").notNull().default(sql`nadir.actor()`),
    unlockedAt: at("unlocked_at"),
    unlockedBy: text("unlocked_by"),
    unlockReason: text("unlock_reason"),
  },
  (t) => [uniqueIndex("data_lock_once").on(t.trialId).where(sql`${t.unlockedAt} is null`)],
);

/** What a data lock, and its end, were signed over. Append-only, written by the act itself; none of what the system did. */
export const dataLockSignature = identity.table(
  "data_lock_signature",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    lockId: uuid("lock_id")
      .notNull()
      .references(() => dataLock.id),
    act: text("act").$type<"lock" | "unlock">().notNull(),
    person: text("person").notNull(),
    meaning: text("meaning").notNull(),
    /** `record.hash_of_trial`: of every live row of the trial's record. */
    recordHash: text("record_hash").notNull(),
    signatureHash: text("signature_hash").notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("data_lock_signature_once").on(t.lockId, t.act)],
);
