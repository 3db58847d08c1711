/**
 * The attributes of PS3.6 that Nadir reads: tag, the value representation of files that do not state it, and the
 * keyword that messages name.
 */
const ATTRIBUTES = {
  TransferSyntaxUID: [0x00020010, "UI"],
  SpecificCharacterSet: [0x00080005, "CS"],
  ImageType: [0x00080008, "CS"],
  StudyDate: [0x00080020, "DA"],
  SeriesDate: [0x00080021, "DA"],
  AcquisitionDate: [0x00080022, "DA"],
  AcquisitionDateTime: [0x0008002a, "DT"],
  SeriesTime: [0x00080031, "TM"],
  AcquisitionTime: [0x00080032, "TM"],
  Modality: [0x00080060, "CS"],
  Manufacturer: [0x00080070, "LO"],
  SeriesDescription: [0x0008103e, "LO"],
  ManufacturerModelName: [0x00081090, "LO"],
  CodeValue: [0x00080100, "SH"],
  CodingSchemeDesignator: [0x00080102, "SH"],
  CodeMeaning: [0x00080104, "LO"],
  PatientID: [0x00100020, "LO"],
  PatientWeight: [0x00101030, "DS"],
  ContrastBolusAgent: [0x00180010, "LO"],
  ScanningSequence: [0x00180020, "CS"],
  MRAcquisitionType: [0x00180023, "CS"],
  Radiopharmaceutical: [0x00180031, "LO"],
  SliceThickness: [0x00180050, "DS"],
  KVP: [0x00180060, "DS"],
  RepetitionTime: [0x00180080, "DS"],
  EchoTime: [0x00180081, "DS"],
  InversionTime: [0x00180082, "DS"],
  MagneticFieldStrength: [0x00180087, "DS"],
  SpacingBetweenSlices: [0x00180088, "DS"],
  RadiopharmaceuticalStartTime: [0x00181072, "TM"],
  RadionuclideTotalDose: [0x00181074, "DS"],
  RadionuclideHalfLife: [0x00181075, "DS"],
  RadiopharmaceuticalStartDateTime: [0x00181078, "DT"],
  RadiographicMagnification: [0x00181114, "DS"],
  XRayTubeCurrent: [0x00181151, "IS"],
  Exposure: [0x00181152, "IS"],
  ImagerPixelSpacing: [0x00181164, "DS"],
  ConvolutionKernel: [0x00181210, "SH"],
  ActualFrameDuration: [0x00181242, "IS"],
  FlipAngle: [0x00181314, "DS"],
  RegionSpatialFormat: [0x00186012, "US"],
  RegionDataType: [0x00186014, "US"],
  SequenceOfUltrasoundRegions: [0x00186011, "SQ"],
  RegionLocationMinX0: [0x00186018, "UL"],
  RegionLocationMinY0: [0x0018601a, "UL"],
  RegionLocationMaxX1: [0x0018601c, "UL"],
  RegionLocationMaxY1: [0x0018601e, "UL"],
  PhysicalUnitsXDirection: [0x00186024, "US"],
  PhysicalUnitsYDirection: [0x00186026, "US"],
  PhysicalDeltaX: [0x0018602c, "FD"],
  PhysicalDeltaY: [0x0018602e, "FD"],
  DiffusionBValue: [0x00189087, "FD"],
  SeriesInstanceUID: [0x0020000e, "UI"],
  SeriesNumber: [0x00200011, "IS"],
  AcquisitionNumber: [0x00200012, "IS"],
  InstanceNumber: [0x00200013, "IS"],
  ImagePositionPatient: [0x00200032, "DS"],
  ImageOrientationPatient: [0x00200037, "DS"],
  TemporalPositionIdentifier: [0x00200100, "IS"],
  SamplesPerPixel: [0x00280002, "US"],
  PhotometricInterpretation: [0x00280004, "CS"],
  PlanarConfiguration: [0x00280006, "US"],
  NumberOfFrames: [0x00280008, "IS"],
  Rows: [0x00280010, "US"],
  Columns: [0x00280011, "US"],
  PixelSpacing: [0x00280030, "DS"],
  CorrectedImage: [0x00280051, "CS"],
  BitsAllocated: [0x00280100, "US"],
  BitsStored: [0x00280101, "US"],
  PixelRepresentation: [0x00280103, "US"],
  RescaleIntercept: [0x00281052, "DS"],
  RescaleSlope: [0x00281053, "DS"],
  RadiopharmaceuticalInformationSequence: [0x00540016, "SQ"],
  RadionuclideCodeSequence: [0x00540300, "SQ"],
  RadiopharmaceuticalCodeSequence: [0x00540304, "SQ"],
  Units: [0x00541001, "CS"],
  CountsSource: [0x00541002, "CS"],
  DecayCorrection: [0x00541102, "CS"],
  ReconstructionMethod: [0x00541103, "LO"],
  SUVType: [0x00541006, "CS"],
  FrameReferenceTime: [0x00541300, "DS"],
  SharedFunctionalGroupsSequence: [0x52009229, "SQ"],
  PixelData: [0x7fe00010, "OW"],
} as const satisfies Record<string, readonly [tag: number, vr: string]>;

/** A DICOM attribute by its keyword (PS3.6). */
export type Keyword = keyof typeof ATTRIBUTES;

export const tagOf = (keyword: Keyword): number => ATTRIBUTES[keyword][0];

const representations: ReadonlyMap<number, string> = new Map(Object.values(ATTRIBUTES));
/** The value representation of a tag in a file that leaves it out (Implicit VR); UN for tags not known here. */
export const implicitVr = (tag: number): string => representations.get(tag) ?? "UN";

const hex = (n: number): string => n.toString(16).toUpperCase().padStart(4, "0");
/** `(0010,1030) PatientWeight`: how messages name an attribute. */
export const attributeName = (keyword: Keyword): string =>
  `${keyword} (${hex(tagOf(keyword) >>> 16)},${hex(tagOf(keyword) & 0xffff)})`;
