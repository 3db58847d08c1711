/** What a plot of changes under RECIST 1.1 is told of its criterion. */
export const WATERFALL_OF_RECIST = {
  measure: "sum of diameters",
  references: [
    { percent: 20, label: "PD" },
    { percent: -30, label: "PR" },
  ],
};
export const SPIDER_OF_RECIST = { ...WATERFALL_OF_RECIST, progressionPercent: 20 };
