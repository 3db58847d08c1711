export { BRAIN_COURSES, type Course, SARCOMA_COURSES, type ScanPlan } from "./courses.ts";
export { signedDistance } from "./signed-distance.ts";
export {
  centroidOf,
  type LesionLook,
  type NoiseModel,
  type RealScan,
  type SimulatedLesion,
  type SimulatedScan,
  simulateScan,
} from "./simulate-lesions.ts";
