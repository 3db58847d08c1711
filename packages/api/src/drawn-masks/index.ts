export { keepDraft, readDraft } from "./drawing-draft.ts";
export {
  type DrawnMaskVersions,
  draftForm,
  drawingDraft,
  drawnMaskForm,
  drawnMaskSaved,
  drawnMaskVersions,
  onImage,
} from "./drawn-mask-shape.ts";
export { readDrawnMasks } from "./read-drawn-masks.ts";
export { saveDrawnMask } from "./save-drawn-mask.ts";
