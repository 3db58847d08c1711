import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { makeVolume, readVolume, writeNifti } from "@nadir/imaging";
import { type ItemFields, writeDicom } from "@nadir/imaging/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

type Fields = Record<string, ItemFields[keyof ItemFields]>;

/** One slice of 3 × 2 pixels; slices 4 mm apart. */
const slice = (n: number, more: Fields): Uint8Array =>
  writeDicom({
    InstanceNumber: ["IS", String(n + 1)],
    ImagePositionPatient: ["DS", `0\\0\\${4 * n}`],
    ImageOrientationPatient: ["DS", "1\\0\\0\\0\\1\\0"],
    PixelSpacing: ["DS", "2\\2"],
    Rows: ["US", [2]],
    Columns: ["US", [3]],
    BitsAllocated: ["US", [16]],
    BitsStored: ["US", [16]],
    PixelRepresentation: ["US", [1]],
    PixelData: ["OW", [100, 200, 300, 400, 500, 600]],
    ...more,
  } as ItemFields);

const CT: Fields = {
  Modality: ["CS", "CT"],
  SeriesInstanceUID: ["UI", "1.1"],
  SeriesNumber: ["IS", "1"],
  SeriesDescription: ["LO", "Thorax"],
  SliceThickness: ["DS", "5"],
  KVP: ["DS", "120"],
  ConvolutionKernel: ["SH", "B70f"],
};
const MR: Fields = {
  Modality: ["CS", "MR"],
  SeriesInstanceUID: ["UI", "1.2"],
  SeriesNumber: ["IS", "2"],
  SeriesDescription: ["LO", "T1 post contrast"],
  MagneticFieldStrength: ["DS", "3"],
  EchoTime: ["DS", "3.1"],
  RepetitionTime: ["DS", "2000"],
};
const PT: Fields = {
  Modality: ["CS", "PT"],
  SeriesInstanceUID: ["UI", "1.3"],
  SeriesNumber: ["IS", "3"],
  SeriesDescription: ["LO", "FDG"],
  SeriesDate: ["DA", "20240305"],
  SeriesTime: ["TM", "113000"],
  AcquisitionDate: ["DA", "20240305"],
  AcquisitionTime: ["TM", "113000"],
  PatientWeight: ["DS", "70"],
  Units: ["CS", "BQML"],
  CorrectedImage: ["CS", "DECY\\ATTN"],
  DecayCorrection: ["CS", "ADMIN"],
  RadiopharmaceuticalInformationSequence: [
    "SQ",
    [
      {
        Radiopharmaceutical: ["LO", "FDG"],
        RadionuclideTotalDose: ["DS", "350000000"],
        RadionuclideHalfLife: ["DS", "6586.2"],
        RadiopharmaceuticalStartTime: ["TM", "100000"],
        RadionuclideCodeSequence: ["SQ", [{ CodeMeaning: ["LO", "^18^Fluorine"] }]],
      },
    ],
  ],
};

const PROTOCOL = {
  images: [
    {
      name: "CT of the chest",
      modality: "CT",
      demands: { sliceThicknessMm: { max: 3 }, kvp: { min: 100, max: 120 }, kernel: { oneOf: ["B30f"] } },
    },
    {
      name: "T1 after contrast",
      modality: "MR",
      description: "post",
      demands: { fieldStrengthT: { oneOf: [1.5, 3] }, echoTimeMs: { max: 5 }, contrastAgent: { oneOf: ["Gd-DOTA"] } },
    },
    {
      name: "FDG-PET",
      modality: "PT",
      demands: { tracer: { oneOf: ["18F-FDG"] }, uptakeMin: { min: 55, max: 75 } },
    },
  ],
};

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
  for (const [name, fields] of Object.entries({ ct: CT, mr: MR, pt: PT }))
    for (const n of [0, 1, 2]) folder.file(`${name}${n}.dcm`, slice(n, fields));
  folder.file("notes.txt", "no DICOM");
});
afterAll(() => folder.remove());

interface Told {
  readonly series: readonly {
    readonly modality: string;
    readonly acquisition: Record<string, unknown>;
    readonly deviations?: readonly { readonly sentence: string }[];
    readonly problems?: readonly string[];
    readonly unit?: string;
    readonly file?: string;
  }[];
}

describe("nadir dicom", () => {
  test("lists series with their acquisition, and what is no DICOM", async () => {
    const ran = await runNadir(["dicom", folder.path]);
    expect(ran.status).toBe(0);
    const [told] = ran.json() as [Told];
    expect(told).toMatchObject({ schema: "nadir.dicom/1", files: { dicom: 9, other: 1 } });
    expect(told.series.map((s) => [s.modality, s.unit])).toEqual([
      ["CT", "HU"],
      ["MR", "arbitrary"],
      ["PT", "SUV"],
    ]);
    expect(told.series[2]!.acquisition).toMatchObject({
      tracer: "18F-FDG",
      injectedMbq: 350,
      uptakeMin: 90,
      weightKg: 70,
    });
  });

  test("finds the planted deviations, every one and no other, in sentences; the status says so", async () => {
    const protocol = folder.file("protocol.json", PROTOCOL);
    const ran = await runNadir(["dicom", folder.path, "--protocol", protocol]);
    expect(ran.status).toBe(1);
    const [told] = ran.json() as [Told & { deviations: number }];
    expect(told.series.map((s) => s.deviations!.map((d) => d.sentence))).toEqual([
      [
        "CT of the chest: the slice thickness is 5 mm; the protocol asks for at most 3 mm.",
        "CT of the chest: the reconstruction kernel is 'B70f'; the protocol asks for 'B30f'.",
      ],
      ["T1 after contrast: the contrast agent is not stated; the protocol asks for 'Gd-DOTA'."],
      ["FDG-PET: the uptake time is 90 min; the protocol asks for 55 to 75 min."],
    ]);
    expect(told.deviations).toBe(4);
    expect(ran.stderr).toContain("4 deviation(s) from the imaging protocol.");
  });

  test("a trial manifest brings its protocol; without a deviation the status is 0", async () => {
    const manifest = folder.file(
      "trial.yaml",
      "trial:\n  imagingProtocol:\n    images:\n      - { name: any CT, modality: CT, demands: { kvp: { oneOf: [120] } } }\n",
    );
    const ran = await runNadir(["dicom", folder.path, "--protocol", manifest]);
    expect([ran.status, ran.stderr]).toEqual([0, expect.stringContaining("No deviation")]);
    const bad = folder.file(
      "bad.yaml",
      "images:\n  - { name: CT, modality: CT, demands: { kilovolts: { max: 1 } } }\n",
    );
    expect(await runNadir(["dicom", folder.path, "--protocol", bad])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("kilovolts"),
    });
  });

  test("writes NIfTI and the rows of images.csv, PET in SUV", async () => {
    const out = folder.at("nifti");
    const ran = await runNadir(["dicom", folder.path, "--out", out, "--subject", "P01", "--visit", "week9"]);
    expect(ran.status).toBe(0);
    const [head, ct, , pt] = readFileSync(folder.at("nifti/images.csv"), "utf8").trim().split("\n");
    expect(head).toMatch(/^subject,visit,id,file,modality,description,unit,.*kernel.*tracer/);
    expect(ct).toMatch(/^P01,week9,01-CT-Thorax,01-CT-Thorax\.nii\.gz,CT,Thorax,HU,/);
    expect(pt).toMatch(/^P01,week9,03-PT-FDG,03-PT-FDG\.nii\.gz,PT,FDG,SUV,.*18F-FDG/);
    const image = readVolume(readFileSync(folder.at("nifti/03-PT-FDG.nii.gz")), gunzipSync);
    // ADMIN: 100 Bq/mL × 70,000 g / 350 MBq.
    expect([image.dims, image.data[0]]).toEqual([[3, 2, 3], expect.closeTo((100 * 70_000) / 350e6, 12)]);
    expect(image.affine.slice(0, 4)).toEqual([-2, 0, 0, 0]);
  });

  test("a folder without images, a missing slice and a path that is not there are told", async () => {
    const empty = new Folder();
    empty.file("a.txt", "x");
    expect(await runNadir(["dicom", empty.path])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("NO_DICOM"),
    });
    for (const n of [0, 1, 3, 4]) empty.file(`${n}.dcm`, slice(n, CT));
    const [told] = (await runNadir(["dicom", empty.path])).json() as [Told];
    expect(told.series[0]!.problems![0]).toMatch(/a slice is missing/);
    expect((await runNadir(["dicom", empty.at("nowhere")])).stderr).toContain("does not exist");
    empty.remove();
  });
});

describe("nadir suv", () => {
  const one = (): Folder => {
    const made = new Folder();
    for (const n of [0, 1, 2]) made.file(`${n}.dcm`, slice(n, PT));
    return made;
  };

  test("of a DICOM folder: factor, tracer and what they came from; the features take it too", async () => {
    const pet = one();
    const ran = await runNadir(["suv", pet.path, "--out", pet.at("suv.nii.gz")]);
    expect(ran.status).toBe(0);
    expect(ran.json()[0]).toMatchObject({
      schema: "nadir.suv/1",
      units: "BQML",
      factor: expect.closeTo(70_000 / 350e6, 15),
      tracer: "18F-FDG",
      facts: { weightKg: 70, injectedBq: 350e6, decayCorrection: "ADMIN" },
    });
    const written = readVolume(readFileSync(pet.at("suv.nii.gz")), gunzipSync);
    const mask = pet.file("mask.nii", writeNifti(makeVolume({ ...written, data: new Uint8Array(18).fill(1) })));
    const config = pet.file("pet.json", { families: ["pet"] });
    const series = new Folder();
    for (const n of [0, 1, 2]) series.file(`${n}.dcm`, slice(n, PT));
    const features = await runNadir([
      "features",
      "--image",
      series.path,
      "--suv",
      "dicom",
      "--mask",
      mask,
      "--config",
      config,
    ]);
    const [answer] = features.json() as [{ values: { key: string; value: number }[] }];
    expect(answer.values.find((v) => v.key === "pet_suv_max")!.value).toBeCloseTo((600 * 70_000) / 350e6, 12);
    pet.remove();
    series.remove();
  });

  test("of a NIfTI file with its BIDS side-car; without one it says what is needed", async () => {
    const own = new Folder();
    const image = own.file("pet.nii", writeNifti(makeVolume({ data: Float64Array.of(5000, 10_000), dims: [2, 1, 1] })));
    const sidecar = own.file("pet.json", {
      Units: "Bq/mL",
      TracerName: "FDG",
      TracerRadionuclide: "F18",
      InjectedRadioactivity: 350,
      InjectedRadioactivityUnits: "MBq",
      InjectionStart: 0,
      ImageDecayCorrected: true,
      ImageDecayCorrectionTime: 0,
      BodyWeight: 70,
    });
    const ran = await runNadir(["suv", image, "--sidecar", sidecar, "--out", own.at("suv.nii")]);
    expect(ran.json()[0]).toMatchObject({ factor: expect.closeTo(0.0002, 15), tracer: "18F-FDG" });
    expect([...readVolume(readFileSync(own.at("suv.nii"))).data]).toEqual([1, 2].map((x) => expect.closeTo(x, 12)));
    expect(await runNadir(["suv", image])).toMatchObject({ status: 2, stderr: expect.stringContaining("side-car") });
    own.remove();
  });

  test("several series must be told apart; missing tags are named", async () => {
    const several = await runNadir(["suv", folder.path]);
    expect([several.status, several.stderr]).toEqual([
      1,
      expect.stringMatching(/SEVERAL_SERIES.*3: PT FDG \(3 images\)/s),
    ]);
    expect((await runNadir(["suv", folder.path, "--series", "3"])).status).toBe(0);
    const bare = new Folder();
    for (const n of [0, 1])
      bare.file(`${n}.dcm`, slice(n, { ...PT, PatientWeight: ["DS", ""], DecayCorrection: ["CS", ""] }));
    const refused = await runNadir(["suv", bare.path]);
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/PatientWeight \(0010,1030\); DecayCorrection \(0054,1102\)/),
    ]);
    bare.remove();
  });
});

describe("nadir features on a single image", () => {
  test("ultrasound by its DICOM file: 2D features, millimetres from its calibrated region", async () => {
    const own = new Folder();
    const image = own.file(
      "us.dcm",
      writeDicom({
        Modality: ["CS", "US"],
        SeriesInstanceUID: ["UI", "1.9"],
        InstanceNumber: ["IS", "1"],
        SequenceOfUltrasoundRegions: [
          "SQ",
          [
            {
              RegionSpatialFormat: ["US", [1]],
              RegionDataType: ["US", [1]],
              PhysicalUnitsXDirection: ["US", [3]],
              PhysicalUnitsYDirection: ["US", [3]],
              PhysicalDeltaX: ["FD", [0.05]],
              PhysicalDeltaY: ["FD", [0.05]],
            },
          ],
        ],
        Rows: ["US", [8]],
        Columns: ["US", [8]],
        BitsAllocated: ["US", [8]],
        BitsStored: ["US", [8]],
        PixelRepresentation: ["US", [0]],
        PixelData: ["OB", Uint8Array.from({ length: 64 }, (_, p) => (37 * p) % 97)],
      }),
    );
    const inside = Uint8Array.from({ length: 64 }, (_, p) => (p % 8 >= 2 && p % 8 < 6 && p >= 16 && p < 48 ? 1 : 0));
    const mask = own.file(
      "mask.nii",
      writeNifti(makeVolume({ data: inside, dims: [8, 8, 1], spacing: [0.5, 0.5, 1] })),
    );
    const ran = await runNadir(["features", "--image", image, "--mask", mask, "--kind", "US"]);
    expect(ran.status, ran.stderr).toBe(0);
    const [answer] = ran.json() as [{ values: { key: string; id: string; value: number }[] }];
    const value = (key: string): number => answer.values.find((v) => v.key === key)!.value;
    // 4 × 4 pixels of 0.5 mm; the outline at level ½ cuts the four corners off: 4 − 4 · ½ · 0.25².
    expect(value("s2d_area")).toBeCloseTo(4 - 4 * 0.5 * 0.25 ** 2, 12);
    expect(value("s2d_diam")).toBeGreaterThan(2);
    expect(answer.values.some((v) => v.key === "cm_contrast_2D_comb")).toBe(true);
    expect(answer.values.some((v) => v.id.startsWith("morph_"))).toBe(false);
    own.remove();
  });
});
