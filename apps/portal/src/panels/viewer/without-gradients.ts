import type { Niivue } from "@niivue/niivue";

/** What of a viewer decides about its gradients. */
type Lit = Pick<Niivue, "gl" | "gradientTextureAmount" | "blurShader" | "sobelFirstOrderShader">;

/**
 * NiiVue (0.69) blurs a volume and takes its gradients slice by slice whenever the volume is loaded or its window changes, also
 * where nothing is lit by them: the larger part of opening an image, and of each step of a window, on a graphics unit that is
 * slow or none. Here these passes draw nothing as long as the viewer has no illumination.
 */
export function withoutGradients(view: Lit): void {
  const { gl } = view;
  let isIdle = false;
  const use = gl.useProgram.bind(gl);
  gl.useProgram = (program) => {
    const isGradient = program === view.blurShader?.program || program === view.sobelFirstOrderShader?.program;
    isIdle = isGradient && program !== null && view.gradientTextureAmount === 0;
    use(program);
  };
  const draw = gl.drawArrays.bind(gl);
  gl.drawArrays = (...call) => {
    if (!isIdle) draw(...call);
  };
  // It would wait for the graphics unit at every slice.
  const check = gl.checkFramebufferStatus.bind(gl);
  gl.checkFramebufferStatus = (target) => (isIdle ? gl.FRAMEBUFFER_COMPLETE : check(target));
}
