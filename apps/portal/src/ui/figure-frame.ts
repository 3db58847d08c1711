/** Marks the element that holds a drawing and its files. Not in a module of the browser alone: the server writes it too. */
export const FIGURE_FRAME = "data-figure-frame";
