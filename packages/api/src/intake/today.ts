/** The day that it is now, in UTC. */
export const todayUtc = (): string => new Date().toISOString().slice(0, 10);
