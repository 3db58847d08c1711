export { keepDraft, readDraft } from "./drawing-draft.ts";
export {
  type DrawingDraft,
  type DrawnMasks,
  draftForm,
  draftKept,
  drawingDraft,
  drawnMaskForm,
  drawnMaskSaved,
  drawnMasks,
  onImage,
} from "./drawn-mask-shape.ts";
export { readDrawnMasks } from "./read-drawn-masks.ts";
export { saveDrawnMask } from "./save-drawn-mask.ts";
