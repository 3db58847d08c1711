import { HALF_LIFE_S, nuclideOf, Refusal, TRACERS, tracerOf } from "@nadir/domain";
import { acquisitionOf, type DicomSeries, dicomSeries, readDicom } from "@nadir/imaging";
import { type ItemFields, writeDicom } from "@nadir/imaging/testing";
import { describe, expect, it } from "vitest";
import { bidsSuvFacts, dicomSuv, suvFactor } from "../index.ts";

type Fields = Record<string, ItemFields[keyof ItemFields]>;
const agent = (more: Fields = {}): ItemFields =>
  ({
    Radiopharmaceutical: ["LO", "Fluorodeoxyglucose"],
    RadiopharmaceuticalStartTime: ["TM", "100000"],
    RadionuclideTotalDose: ["DS", "350000000"],
    RadionuclideHalfLife: ["DS", "6586.2"],
    RadionuclideCodeSequence: ["SQ", [{ CodeValue: ["SH", "C-111A1"], CodeMeaning: ["LO", "^18^Fluorine"] }]],
    ...more,
  }) as ItemFields;

/** A PET slice of two voxels, 1000 and 2000 stored, scaled by 2: 2000 and 4000 Bq/mL. */
const slice = (n: number, more: Fields = {}, given: Fields = {}): ItemFields =>
  ({
    Modality: ["CS", "PT"],
    SeriesInstanceUID: ["UI", "1.2.3"],
    SeriesDate: ["DA", "20240305"],
    SeriesTime: ["TM", "110000"],
    AcquisitionDate: ["DA", "20240305"],
    AcquisitionTime: ["TM", `11${String(2 * n).padStart(2, "0")}00`],
    InstanceNumber: ["IS", String(n + 1)],
    PatientWeight: ["DS", "70"],
    Units: ["CS", "BQML"],
    CorrectedImage: ["CS", "DECY\\ATTN\\SCAT"],
    DecayCorrection: ["CS", "START"],
    RadiopharmaceuticalInformationSequence: ["SQ", [agent(given)]],
    ImagePositionPatient: ["DS", `0\\0\\${4 * n}`],
    ImageOrientationPatient: ["DS", "1\\0\\0\\0\\1\\0"],
    PixelSpacing: ["DS", "4\\4"],
    Rows: ["US", [1]],
    Columns: ["US", [2]],
    BitsAllocated: ["US", [16]],
    BitsStored: ["US", [16]],
    PixelRepresentation: ["US", [0]],
    RescaleSlope: ["DS", "2"],
    RescaleIntercept: ["DS", "0"],
    PixelData: ["OW", [1000, 2000]],
    ...more,
  }) as ItemFields;

const series = (more: Fields = {}, given: Fields = {}): DicomSeries =>
  dicomSeries([0, 1].map((n) => readDicom(writeDicom(slice(n, more, given)))))[0]!;
const without = (key: string): Fields => ({ [key]: ["LO", ""] });
const refusalOf = (run: () => unknown): [string, string][] => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map((p) => [p.code, p.message]);
    throw error;
  }
  return [];
};

describe("SUV from DICOM headers", () => {
  // One hour is 3600 / 6586.2 = 0.546597 half-lives: 350 MBq × 2^−0.546597 = 239.622 MBq is left at the series' time.
  const left = 350e6 * 2 ** (-3600 / 6586.2);

  it("BQML, START: weight over the activity that is left at the series' time; slopes are applied", () => {
    const { image, factor, tracer, radionuclide, notes, facts } = dicomSuv(series());
    expect(left / 1e6).toBeCloseTo(239.622, 2);
    expect(factor! / (70_000 / left)).toBeCloseTo(1, 12);
    expect([...image.data]).toEqual([2000, 4000, 2000, 4000].map((x) => expect.closeTo((x * 70_000) / left, 10)));
    expect([tracer, radionuclide]).toEqual(["18F-FDG", "F-18"]);
    expect(facts).toMatchObject({ injectedAt: "2024-03-05T10:00:00Z", imageAt: "2024-03-05T11:00:00Z" });
    expect(notes.join()).toMatch(/time without a date.*day of the series/);
  });

  it("ADMIN needs no time: weight over the activity injected", () => {
    const { factor } = dicomSuv(series({ DecayCorrection: ["CS", "ADMIN"] }));
    expect(factor).toBeCloseTo(70_000 / 350e6, 15);
  });

  it("NONE: each slice is decayed to its own acquisition", () => {
    const { image, factor } = dicomSuv(
      series({ DecayCorrection: ["CS", "NONE"], CorrectedImage: ["CS", "ATTN\\SCAT"] }),
    );
    const second = 350e6 * 2 ** (-(3600 + 120) / 6586.2);
    expect(factor).toBeNull();
    expect(image.data[0]).toBeCloseTo((2000 * 70_000) / left, 10);
    expect(image.data[2]).toBeCloseTo((2000 * 70_000) / second, 10);
  });

  it("a derived series has a time after its acquisition: GE's private scan time, else the first acquisition", () => {
    const derived: Fields = { SeriesTime: ["TM", "150000"] };
    const first = dicomSuv(series(derived));
    expect(first.factor! / (70_000 / left)).toBeCloseTo(1, 12);
    expect(first.notes.join()).toContain("derived series");
    const ge = dicomSuv(
      series({
        ...derived,
        tags: { 589840: ["LO", "GEMS_PETD_01"], 593933: ["DT", "20240305110500.00"] },
      } as unknown as Fields),
    );
    expect(ge.factor! / (70_000 / (350e6 * 2 ** (-3900 / 6586.2)))).toBeCloseTo(1, 12);
    expect(ge.notes.join()).toContain("(0009,100D)");
  });

  it("a scan past midnight belongs to the injection of the day before", () => {
    const { facts } = dicomSuv(
      series(
        { SeriesTime: ["TM", "003000"], AcquisitionTime: ["TM", "003100"] },
        { RadiopharmaceuticalStartTime: ["TM", "2345"] },
      ),
    );
    expect(facts).toMatchObject({ injectedAt: "2024-03-04T23:45:00Z", imageAt: "2024-03-05T00:30:00Z" });
  });

  it("CNTS: Philips' SUV factor, else its activity factor", () => {
    const philips = (tags: Record<number, readonly [string, string]>): Fields =>
      ({
        Units: ["CS", "CNTS"],
        tags: { 1884487696: ["LO", "Philips PET Private Group"], ...tags },
      }) as unknown as Fields;
    const suv = dicomSuv(series(philips({ 1884491776: ["DS", "0.00125"] })));
    expect([...suv.image.data].slice(0, 2)).toEqual([2.5, 5]);
    const activity = dicomSuv(series(philips({ 1884491785: ["DS", "3"] })));
    expect(activity.factor! / ((3 * 70_000) / left)).toBeCloseTo(1, 12);
    expect(refusalOf(() => dicomSuv(series(philips({}))))).toEqual([
      ["SUV_FACTS_MISSING", expect.stringMatching(/\(7053,1000\) and \(7053,1009\)/)],
    ]);
  });

  it("GML is SUVbw already; lean body mass is not", () => {
    expect([...dicomSuv(series({ Units: ["CS", "GML"] })).image.data].slice(0, 2)).toEqual([2000, 4000]);
    expect(refusalOf(() => dicomSuv(series({ Units: ["CS", "GML"], SUVType: ["CS", "LBM"] })))[0]![1]).toMatch(
      /is LBM/,
    );
  });

  it("names every tag that is missing, all at once", () => {
    const bare = series(
      { ...without("PatientWeight"), ...without("DecayCorrection"), ...without("CorrectedImage") },
      {
        ...without("RadionuclideTotalDose"),
        ...without("RadionuclideHalfLife"),
        ...without("RadiopharmaceuticalStartTime"),
        RadionuclideCodeSequence: ["SQ", []],
      },
    );
    const [[code, message]] = refusalOf(() => dicomSuv(bare)) as [[string, string]];
    expect(code).toBe("SUV_FACTS_MISSING");
    for (const tag of ["(0010,1030)", "(0054,1102)", "(0028,0051)", "(0018,1074)", "(0018,1075)", "(0018,1072)"])
      expect(message).toContain(tag);
  });

  it.each([
    ["an activity in MBq", {}, { RadionuclideTotalDose: ["DS", "350"] }, /too little for Bq/],
    ["a half-life that is not the nuclide's", {}, { RadionuclideHalfLife: ["DS", "282276"] }, /F-18.*6584\.04 s/],
    ["no attenuation correction", { CorrectedImage: ["CS", "DECY"] }, {}, /without ATTN/],
    ["a flag that contradicts the corrections", { DecayCorrection: ["CS", "NONE"] }, {}, /NONE, but .* names DECY/],
    ["units of another kind", { Units: ["CS", "PROPCPS"] }, {}, /PROPCPS; BQML, CNTS/],
    ["a series of another modality", { Modality: ["CS", "CT"] }, {}, /is CT.*not PT/],
    [
      "two times of injection",
      {},
      { RadiopharmaceuticalStartDateTime: ["DT", "20240305093000"] },
      /different times of injection/,
    ],
    [
      "an injection after the scan",
      {},
      { RadiopharmaceuticalStartDateTime: ["DT", "20240306100000"] },
      /before the injection/,
    ],
  ] as const)("is refused with %s", (_, more, given, sentence) => {
    const found = refusalOf(() => dicomSuv(series(more as unknown as Fields, given as unknown as Fields)));
    expect(found.map(([, message]) => message).join("\n")).toMatch(sentence);
  });
});

describe("immuno-PET", () => {
  const zirconium: Fields = {
    Radiopharmaceutical: ["LO", "[89Zr]atezolizumab"],
    RadionuclideTotalDose: ["DS", "37000000"],
    RadionuclideHalfLife: ["DS", "282276"],
    RadionuclideCodeSequence: ["SQ", [{ CodeMeaning: ["LO", "^89^Zirconium"] }]],
  };

  it("an agent of days needs the date of its injection: a time alone is refused", () => {
    expect(refusalOf(() => dicomSuv(series({}, zirconium)))[0]![1]).toMatch(/\(0018,1078\).*days before the scan/);
  });

  it("89Zr-atezolizumab six days and an hour after 37 MBq: 10.269 MBq by hand", () => {
    // 6 d + 1 h = 522,000 s = 1.849254 half-lives of 282,276 s; 37 × 2^−1.849254 = 10.2688 MBq.
    const { factor, tracer, radionuclide } = dicomSuv(
      series(
        {},
        {
          ...zirconium,
          ...without("RadiopharmaceuticalStartTime"),
          RadiopharmaceuticalStartDateTime: ["DT", "20240228100000"],
        },
      ),
    );
    expect([tracer, radionuclide]).toEqual(["89Zr-atezolizumab", "Zr-89"]);
    expect(70_000 / factor! / 1e6).toBeCloseTo(10.2688, 3);
  });

  it("the record's fields of a series carry tracer, activity and uptake time", () => {
    expect(acquisitionOf(series())).toMatchObject({
      tracer: "18F-FDG",
      radionuclide: "F-18",
      injectedMbq: 350,
      uptakeMin: 60,
      weightKg: 70,
      decayCorrection: "START",
    });
  });

  it.each([
    "64Cu-DOTA-PD-1",
    "89Zr-C4",
    "89Zr-DFO-6E11",
    "89Zr-atezolizumab",
    "89Zr-CX-072",
    "89Zr-durvalumab",
    "89Zr-Df-IAB22M2C",
    "64Cu-NOTA-anti-CD8",
  ])("%s is in the vocabulary, however the label is written", (name) => {
    const [, mass, element, agentName] = /^(\d+)([A-Z][a-z])-(.*)$/.exec(name)!;
    for (const text of [
      name,
      `${element}-${mass} ${agentName}`,
      `[${mass}${element}]${agentName}`,
      `${agentName} (${mass}${element})`,
    ])
      expect(tracerOf(text)).toBe(name);
    expect(tracerOf(agentName!, TRACERS[name]!.nuclide)).toBe(name);
    expect(tracerOf(name, "F-18")).toBeUndefined();
  });

  it.each([
    ["^18^Fluorine", "F-18"],
    ["Zirconium-89", "Zr-89"],
    ["64Cu", "Cu-64"],
    ["F18", "F-18"],
    ["Technetium 99m", undefined],
  ])("the nuclide of %s is %s", (text, nuclide) => {
    expect(nuclideOf(text)).toBe(nuclide);
  });
});

describe("SUV from a BIDS side-car", () => {
  const sidecar = {
    Units: "Bq/mL",
    TracerName: "FDG",
    TracerRadionuclide: "F18",
    InjectedRadioactivity: 350,
    InjectedRadioactivityUnits: "MBq",
    InjectionStart: -60,
    FrameTimesStart: [3540],
    ImageDecayCorrected: true,
    ImageDecayCorrectionTime: 3540,
    BodyWeight: 70,
    Manufacturer: "any",
  };

  it("counts from the injection, not from time zero: one hour of F-18", () => {
    const { facts, becquerels } = bidsSuvFacts(sidecar);
    expect(becquerels).toBe(1);
    expect(suvFactor(facts) / (70_000 / (350e6 * 2 ** (-3600 / HALF_LIFE_S["F-18"])))).toBeCloseTo(1, 12);
    // Corrected to the injection itself: nothing has decayed.
    expect(suvFactor(bidsSuvFacts({ ...sidecar, ImageDecayCorrectionTime: -60 }).facts)).toBeCloseTo(
      70_000 / 350e6,
      15,
    );
    expect(bidsSuvFacts({ ...sidecar, Units: "kBq/mL" }).becquerels).toBe(1000);
  });

  it("names all members that are missing, and what cannot be used", () => {
    const { BodyWeight: _w, InjectionStart: _i, ...lacking } = sidecar;
    expect(refusalOf(() => bidsSuvFacts(lacking))).toEqual([
      ["SUV_FACTS_MISSING", expect.stringMatching(/BodyWeight, InjectionStart/)],
    ]);
    const bad = { ...sidecar, TracerRadionuclide: "Tc99m", InjectedRadioactivityUnits: "counts", Units: "SUV" };
    expect(refusalOf(() => bidsSuvFacts(bad)).map(([, m]) => m)).toEqual([
      expect.stringContaining("Units is 'SUV'"),
      expect.stringContaining("InjectedRadioactivityUnits is 'counts'"),
      expect.stringContaining("'Tc99m' is not known"),
    ]);
    expect(refusalOf(() => bidsSuvFacts({ ...sidecar, ImageDecayCorrectionTime: -100 }))[0]![1]).toMatch(
      /before the injection/,
    );
  });
});
