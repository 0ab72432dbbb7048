import { MESH_POINTS } from '../human-face.ts';
import { MESH_BYTES } from './evidence.ts';

/** A mesh in memory: x, y, z of point `i` at 3·i. Units as in `MeshBytes`. */
export type Mesh = Float32Array;

/** @throws RangeError when the bytes are no mesh. */
export function decodeMesh(bytes: Uint8Array): Mesh {
  if (bytes.length !== MESH_BYTES) throw new RangeError(`a mesh has ${MESH_BYTES} bytes, not ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: 3 * MESH_POINTS }, (_, i) => view.getFloat32(4 * i, true));
}

/** The way back of `decodeMesh`. */
export function encodeMesh(mesh: Mesh): Uint8Array {
  const bytes = new Uint8Array(4 * mesh.length);
  const view = new DataView(bytes.buffer);
  mesh.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}
