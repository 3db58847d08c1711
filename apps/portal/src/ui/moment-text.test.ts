import { describe, expect, it } from "vitest";
import { momentText } from "./moment-text.ts";

/** Offsets by hand, of the zones' published rules: India +5:30, Berlin +1 and in summer +2, New York −5 in winter. */
describe("a point of time", () => {
  it("is told in a zone with the zone's name, year first as the record's days", () => {
    const at = new Date("2026-11-29T20:00:59.900Z");
    expect(momentText(at, "UTC")).toBe("2026-11-29 20:00 UTC");
    expect(momentText(at, "Asia/Kolkata")).toBe("2026-11-30 01:30 GMT+5:30");
    expect(momentText(at, "America/New_York")).toBe("2026-11-29 15:00 GMT-5");
    expect(momentText(new Date("2026-11-29T00:00:00Z"), "UTC")).toBe("2026-11-29 00:00 UTC");
  });

  it("of the hour that a clock shows twice is two different texts", () => {
    // In Berlin summer ended on 2026-10-25 at 01:00 UTC.
    expect(momentText(new Date("2026-10-25T00:30:00Z"), "Europe/Berlin")).toBe("2026-10-25 02:30 CEST");
    expect(momentText(new Date("2026-10-25T01:30:00Z"), "Europe/Berlin")).toBe("2026-10-25 02:30 CET");
  });

  it("is of this machine's zone where none is named", () => {
    const at = new Date("2026-11-29T20:00:00Z");
    expect(momentText(at)).toBe(momentText(at, Intl.DateTimeFormat().resolvedOptions().timeZone));
  });
});
