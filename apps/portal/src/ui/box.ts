/** The look of a box that a person types into. */
export const box = "rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm text-ink";
