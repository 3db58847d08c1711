import { SkeletonPage } from "../../../../../ui/skeleton.tsx";

export default function Loading() {
  return <SkeletonPage what="the record" />;
}
