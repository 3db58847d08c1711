const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/** `2026-11-29 02:45 CET`: a point of time to the minute in a zone, with the zone's name; without one, in that of this machine. */
export function momentText(at: Date, zone?: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", {
      ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
      ...{ hourCycle: "h23", timeZoneName: "short", timeZone: zone },
    });
  formats.set(zone, format);
  const { year, month, day, hour, minute, timeZoneName } = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return `${year}-${month}-${day} ${hour}:${minute} ${timeZoneName}`;
}
