export const visitName = (visit: number): string => (visit === 0 ? "baseline" : `scan ${visit} after baseline`);

export const ENDPOINT_NAMES = { pfs: "Progression-free survival", os: "Overall survival" } as const;
