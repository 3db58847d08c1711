/**
 * JSON Canonicalization Scheme (RFC 8785): keys sorted by UTF-16 code units, shortest round-trip numbers, no white space.
 * `undefined` members are left out as JSON does; what has no JSON form (NaN, infinities, functions, symbols, bigint)
 * is a TypeError, because a hash over a silently changed value would lie.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v === undefined ? null : v)).join(",")}]`;
  if (typeof value === "object") {
    const record = value as Record<string, unknown>;
    const members = Object.keys(record)
      .sort()
      .filter((key) => record[key] !== undefined)
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
    return `{${members.join(",")}}`;
  }
  throw new TypeError(`A ${typeof value} has no JSON form.`);
}
