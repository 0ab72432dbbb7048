import type { Backend } from './messages.ts';

const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Is there a graphics chip behind WebGL? Software WebGL takes a second for a picture: not worth a trial. */
function hasGraphicsChip(): boolean {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  if (!gl || !info) return false;
  const isChip = !software.test(String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return isChip;
}

/** What is worth a trial on this machine. Never webgpu: it hangs where there is no chip. */
export const backendCandidates = (): readonly [Backend, ...Backend[]] => (hasGraphicsChip() ? ['wasm', 'webgl'] : ['wasm']);
