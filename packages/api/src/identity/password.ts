import { hash, verify } from "@node-rs/argon2";

/**
 * Argon2id with 64 MiB and 3 passes: above the OWASP minimum (19 MiB, 2 passes), about 0.1 s on this class of machine.
 * The parameters stand in each hash, so raising them leaves older passwords valid.
 */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

export const verifyPassword = (given: { hash: string; password: string }): Promise<boolean> =>
  verify(given.hash, given.password);
