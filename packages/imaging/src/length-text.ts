/**
 * A length as a sentence writes it: headers hold single precision, in which 3.27 mm is 3.2699999809265137. Seven significant
 * digits keep all that such a number says.
 */
export const lengthText = (mm: number): string => String(Number(mm.toPrecision(7)));
