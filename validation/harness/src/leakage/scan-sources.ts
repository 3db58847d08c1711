import type { LeakageCheck } from "@nadir/domain";
import type { ScanSource } from "../cohort/facts.ts";
import { isDevelopment, isTest, type LeakageInput, line, some } from "./input.ts";

/**
 * Check 2, for images: where scans were made and read. Imaging and reading sites shared with the test set refuse a protocol
 * that declares its sites disjoint; shared machines are stated.
 */
export function scanSources({ protocol, subjects }: LeakageInput): LeakageCheck {
  const of = (is: typeof isTest, name: keyof ScanSource) =>
    new Set(
      subjects
        .filter(is)
        .flatMap((s) => s.facts.scans ?? [])
        .flatMap((scan) => scan[name] ?? []),
    );
  const enrolling = (is: typeof isTest) => new Set(subjects.filter(is).map((s) => s.facts.site));
  const common = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((x) => b.has(x)).sort();
  const scanners = common(of(isDevelopment, "scanner"), of(isTest, "scanner"));
  const testSites = new Set([...enrolling(isTest), ...of(isTest, "imagingSite"), ...of(isTest, "readingSite")]);
  const imaging = common(of(isDevelopment, "imagingSite"), testSites);
  const reading = common(of(isDevelopment, "readingSite"), testSites);
  const back = common(enrolling(isDevelopment), new Set([...of(isTest, "imagingSite"), ...of(isTest, "readingSite")]));
  const said = subjects.filter((s) => (isDevelopment(s) || isTest(s)) && (s.facts.scans ?? []).length > 0).length;
  const declared = protocol.split.disjointBy.includes("site");
  const sites = imaging.length + reading.length + back.length;
  return line(
    "scan-sources",
    "Imaging sites, reading sites and scanners",
    said === 0 ? "not-applicable" : declared && sites > 0 ? "fail" : "noted",
    "SITE_IN_BOTH_SETS",
    [
      ["subjects whose images say where they came from", said],
      ["development scans made at a site of the test set", some(imaging)],
      ["development scans read at a site of the test set", some(reading)],
      ["test scans made or read at a site of development", some(back)],
      ["scanners in both", some(scanners)],
    ],
  );
}
