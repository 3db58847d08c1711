export { type LesionReadings, lesionReadings, readLesionReadings } from "./read-lesion-readings.ts";
export {
  type LesionReadingForm,
  type LesionReadingRecorded,
  lesionReadingForm,
  lesionReadingRecorded,
  recordLesionReading,
} from "./record-lesion-reading.ts";
