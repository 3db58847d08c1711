import "server-only";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type HospitalSettings, readHospitalSettings } from "@nadir/api/identity";
import { refuse } from "@nadir/domain";
import { z } from "zod";

/** The only place of the portal that reads the environment. */
const environment = z.object({
  NADIR_HOME: z.string().min(1).optional(),
  /** Address under which people reach the portal, where a proxy stands before it. */
  NADIR_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  NADIR_AUTH_SECRET: z.string().min(32).optional(),
  DATABASE_URL: z.string().min(1).optional(),
  /** The hospital's own sign-in (docs/hospital-sign-in.md). */
  NADIR_OIDC_ISSUER: z.string().optional(),
  NADIR_OIDC_CLIENT_ID: z.string().optional(),
  NADIR_OIDC_CLIENT_SECRET_FILE: z.string().optional(),
  NADIR_OIDC_EMAIL_CLAIM: z.string().optional(),
  NADIR_OIDC_BUTTON: z.string().max(60).optional(),
  NADIR_OIDC_TWO_FACTORS: z.string().optional(),
  HOSTNAME: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().default(3000),
});

export interface PortalSettings {
  readonly home: string;
  readonly origins: readonly [string, ...string[]];
  readonly secret: string;
  /** Null where the hospital's own sign-in is not configured. */
  readonly hospital: HospitalSettings | null;
}

/** Reads the settings; makes and keeps a secret in the home folder where none is given. */
export async function portalSettings(): Promise<PortalSettings> {
  const env = environment.parse(process.env);
  const home = resolve(/* turbopackIgnore: true */ env.NADIR_HOME ?? join(repositoryRoot(), ".nadir"));
  return {
    home,
    origins: env.NADIR_ORIGIN
      ? [new URL(env.NADIR_ORIGIN).origin]
      : [`http://127.0.0.1:${env.PORT}`, `http://localhost:${env.PORT}`, `http://${env.HOSTNAME}:${env.PORT}`],
    secret: env.NADIR_AUTH_SECRET ?? (await keptSecret(home)),
    hospital: readHospitalSettings({
      issuer: env.NADIR_OIDC_ISSUER,
      clientId: env.NADIR_OIDC_CLIENT_ID,
      clientSecret: await secretIn(env.NADIR_OIDC_CLIENT_SECRET_FILE),
      emailClaim: env.NADIR_OIDC_EMAIL_CLAIM,
      button: env.NADIR_OIDC_BUTTON,
      twoFactors: env.NADIR_OIDC_TWO_FACTORS,
    }),
  };
}

async function secretIn(file: string | undefined): Promise<string | undefined> {
  if (!file) return undefined;
  return readFile(/* turbopackIgnore: true */ file, "utf8").catch(() =>
    refuse("HOSPITAL_SETTINGS", `The file '${file}' that NADIR_OIDC_CLIENT_SECRET_FILE names cannot be read.`),
  );
}

/** The first to come makes the secret; whoever comes at the same moment takes that one. */
async function keptSecret(home: string): Promise<string> {
  const file = join(home, "auth-secret");
  await mkdir(home, { recursive: true });
  await writeFile(file, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600, flag: "wx" }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  return (await readFile(file, "utf8")).trim();
}

/** The built server runs from inside the repository's output folder: look upwards for its root. */
function repositoryRoot(): string {
  let folder = process.cwd();
  while (!existsSync(join(folder, "pnpm-workspace.yaml")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
