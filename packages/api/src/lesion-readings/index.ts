export { type LesionReadings, lesionReadings, readLesionReadings } from "./read-lesion-readings.ts";
export {
  type LesionReadingForm,
  lesionReadingForm,
  recordLesionReading,
} from "./record-lesion-reading.ts";
