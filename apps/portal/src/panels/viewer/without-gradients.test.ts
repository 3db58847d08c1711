import { beforeEach, describe, expect, it } from "vitest";
import { withoutGradients } from "./without-gradients.ts";

type Viewer = Parameters<typeof withoutGradients>[0];
const [blur, sobel, slice] = [{ name: "blur" }, { name: "sobel" }, { name: "slice" }];

describe("a viewer that nothing lights", () => {
  let drawn: (string | undefined)[];
  let asked: number;
  let view: { gl: WebGL2RenderingContext; gradientTextureAmount: number };
  beforeEach(() => {
    drawn = [];
    asked = 0;
    let current: { name: string } | null = null;
    const gl = {
      FRAMEBUFFER_COMPLETE: 36053,
      useProgram: (program: { name: string } | null) => {
        current = program;
      },
      drawArrays: () => drawn.push(current?.name),
      checkFramebufferStatus: () => {
        asked += 1;
        return 36054;
      },
    };
    view = {
      gl: gl as never,
      gradientTextureAmount: 0,
      ...{ blurShader: { program: blur }, sobelFirstOrderShader: { program: sobel } },
    };
    withoutGradients(view as never as Viewer);
  });
  const passes = (...programs: readonly object[]) =>
    programs.map((program) => {
      view.gl.useProgram(program as WebGLProgram);
      view.gl.drawArrays(5, 0, 4);
      return view.gl.checkFramebufferStatus(36160);
    });

  it("draws its slices, and no pass of the gradients, nor waits for one", () => {
    expect(passes(slice, blur, sobel, slice)).toEqual([36054, 36053, 36053, 36054]);
    expect(drawn).toEqual(["slice", "slice"]);
    expect(asked).toBe(2);
  });

  it("takes its gradients once it is lit", () => {
    view.gradientTextureAmount = 0.5;
    passes(blur, sobel);
    expect(drawn).toEqual(["blur", "sobel"]);
  });

  it("draws also without a program of gradients", () => {
    Object.assign(view, { blurShader: null, sobelFirstOrderShader: null });
    view.gl.useProgram(null);
    view.gl.drawArrays(5, 0, 4);
    expect(drawn).toHaveLength(1);
  });
});
