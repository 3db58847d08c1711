/** A text to be looked for as it stands: a pattern's own signs in it are letters. */
export const escaped = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
