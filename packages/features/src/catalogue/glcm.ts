import { entries } from "./entry.ts";

/**
 * Grey level co-occurrence (25). p: symmetric, sums to 1; p_x: marginal, µ, σ² its mean and variance; p_d(k): |i−j| = k;
 * p_s(k): i+j = k; HXY, HX: entropies of p and p_x. All logarithms to base 2.
 */
export const GLCM = entries("glcm", "Grey level co-occurrence based features (LFYI)", "directional", [
  ["cm_joint_max", "GYBY", "Joint maximum", "1", "max p"],
  ["cm_joint_avg", "60VM", "Joint average", "level", "µ = Σ i p"],
  ["cm_joint_var", "UR99", "Joint variance", "level²", "Σ (i−µ)² p"],
  ["cm_joint_entr", "TU9B", "Joint entropy", "1", "HXY = −Σ p log₂ p"],
  ["cm_diff_avg", "TF7R", "Difference average", "level", "µ_d = Σ k p_d"],
  ["cm_diff_var", "D3YU", "Difference variance", "level²", "Σ (k−µ_d)² p_d"],
  ["cm_diff_entr", "NTRS", "Difference entropy", "1", "−Σ p_d log₂ p_d"],
  ["cm_sum_avg", "ZGXS", "Sum average", "level", "µ_s = Σ k p_s"],
  ["cm_sum_var", "OEEB", "Sum variance", "level²", "Σ (k−µ_s)² p_s"],
  ["cm_sum_entr", "P6QZ", "Sum entropy", "1", "−Σ p_s log₂ p_s"],
  ["cm_energy", "8ZQL", "Angular second moment", "1", "Σ p²"],
  ["cm_contrast", "ACUI", "Contrast", "level²", "Σ (i−j)² p"],
  ["cm_dissimilarity", "8S9J", "Dissimilarity", "level", "Σ |i−j| p"],
  ["cm_inv_diff", "IB1Z", "Inverse difference", "1", "Σ p / (1+|i−j|)"],
  ["cm_inv_diff_norm", "NDRX", "Normalised inverse difference", "1", "Σ p / (1+|i−j|/Ng)"],
  ["cm_inv_diff_mom", "WF0Z", "Inverse difference moment", "1", "Σ p / (1+(i−j)²)"],
  ["cm_inv_diff_mom_norm", "1QCO", "Normalised inverse difference moment", "1", "Σ p / (1+(i−j)²/Ng²)"],
  ["cm_inv_var", "E8JP", "Inverse variance", "1", "2 Σ_{i<j} p / (i−j)²"],
  ["cm_corr", "NI2N", "Correlation", "1", "(Σ ij p − µ²) / σ²; 1 when σ = 0"],
  ["cm_auto_corr", "QWB0", "Autocorrelation", "level²", "Σ ij p"],
  ["cm_clust_tend", "DG8W", "Cluster tendency", "level²", "Σ (i+j−2µ)² p"],
  ["cm_clust_shade", "7NFM", "Cluster shade", "level³", "Σ (i+j−2µ)³ p"],
  ["cm_clust_prom", "AE86", "Cluster prominence", "level⁴", "Σ (i+j−2µ)⁴ p"],
  [
    "cm_info_corr1",
    "R8DG",
    "First measure of information correlation",
    "1",
    "(HXY − HXY1) / HX, HXY1 = −Σ p log₂(p_x p_y); 0 when HX = 0",
  ],
  [
    "cm_info_corr2",
    "JN9H",
    "Second measure of information correlation",
    "1",
    "√(1 − exp(−2(HXY2 − HXY))), HXY2 = −Σ p_x p_y log₂(p_x p_y)",
  ],
]);
