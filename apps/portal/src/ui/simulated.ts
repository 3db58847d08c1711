/** What must travel with whatever rests on a scan that no patient had. */
export const SIMULATED = "Simulated follow-up of a real scan";

/** For the options of a chart: the line under it. */
export const simulatedNotice = (isSimulated: boolean): { readonly notice?: string } =>
  isSimulated ? { notice: SIMULATED } : {};
