import { refuse } from "../problem.ts";
import { labMarkerOf, ucumOf } from "./lab-markers.ts";

/** A value of blood in the unit in which the record reckons with its marker. */
export interface LabValue {
  readonly code: string;
  readonly value: number;
  readonly unit: string;
}

/**
 * Converts a value to its marker's own unit, or to `to`. Refuses, with what is known: `MARKER_UNKNOWN` for a code that the
 * record does not convert; `UNIT_MISSING`; `UNIT_UNKNOWN` for a unit that cannot be that marker's.
 */
export function convertLab(code: string, value: number, unit: string | undefined, to?: string): LabValue {
  const marker = labMarkerOf(code);
  if (marker === null)
    return refuse(
      "MARKER_UNKNOWN",
      `'${code}' is no marker whose units are known; its value is left as it is entered.`,
      {
        found: code,
      },
    );
  const expected = Object.keys(marker.factors).join(", ");
  const factorOf = (text: string): number => {
    const factor = Object.hasOwn(marker.factors, ucumOf(text)) ? marker.factors[ucumOf(text)] : undefined;
    return (
      factor ??
      refuse("UNIT_UNKNOWN", `${marker.name} (${code}) in '${text}' cannot be converted; known are ${expected}.`, {
        found: text,
        expected,
      })
    );
  };
  if (unit === undefined)
    return refuse("UNIT_MISSING", `${marker.name} (${code}) of ${value} has no unit; give one of ${expected}.`, {
      expected,
    });
  const target = to === undefined ? marker.unit : ucumOf(to);
  // What needs no conversion keeps its last digit.
  const same = ucumOf(unit) === target;
  return { code: marker.code, value: same ? value : tidy((value * factorOf(unit)) / factorOf(target)), unit: target };
}

/** Twelve digits: 0.3 ng/mL are 0.3 µg/L, free of the last bits of a double. */
const tidy = (value: number): number => Number(value.toPrecision(12));
