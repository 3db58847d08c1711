import type { Tx } from "./transaction.ts";

/**
 * The condition on a live row `m` of `record.mask` that it is the one which figures of the trial are computed from, where a
 * lesion has several on an image: what was brought in goes before what readers drew, and of readers' drawings the first by
 * author speaks. Without this a second drawing would count a lesion twice. Masks that were brought in all speak, as ever.
 */
export const speaksForLesion = ({ sql }: Tx) => sql`
  (m.author_kind <> 'drawn' or not exists (
     select from record.mask o
      where o.image_id = m.image_id and o.lesion_id = m.lesion_id and o.superseded_at is null
        and (o.author_kind <> 'drawn' or o.author < m.author)))`;
