import { redirect } from "next/navigation";
import { me } from "../../../server/request-context.ts";

/** Where somebody begins: who enters data with what is to be done, who reads one trial blinded with its reads, others with the trials. */
export default async function HomePage() {
  const { permissions, trials } = await me();
  if (permissions.includes("enter-data")) redirect("/worklist");
  const [only, ...others] = trials;
  if (only && others.length === 0 && only.permissions.includes("measure") && !only.permissions.includes("read-record"))
    redirect(`/trials/${only.key}/reads`);
  redirect("/");
}
