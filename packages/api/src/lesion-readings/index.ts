export { type LesionReadings, lesionReadings, readLesionReadings } from "./read-lesion-readings.ts";
export {
  draftLesionReading,
  type LesionReadingForm,
  lesionReadingForm,
  signLesionReading,
} from "./record-lesion-reading.ts";
