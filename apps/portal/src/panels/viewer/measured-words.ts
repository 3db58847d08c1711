/** A measured length as readers write it: to a tenth of a millimetre. */
export const millimetres = (mm: number): string => `${mm.toFixed(1)} mm`;
