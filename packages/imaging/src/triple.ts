/** Three numbers along the voxel axes (i, j, k), or along R, A, S where said so. */
export type Triple = readonly [number, number, number];
