/** The look of fields and buttons on the dark ground around the images. */
export const field =
  "rounded-md border border-[#4a5763] bg-[#141b22] px-1.5 py-1 text-sm text-[#e7edf2] disabled:opacity-50";
export const toolButton = `${field} hover:bg-[#1f2933]`;
