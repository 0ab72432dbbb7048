/** `count` unit vectors of `length`, each component drawn from a seeded normal: alike to nobody. */
export function randomTemplates(count: number, length: number, seed = 1): Float32Array[] {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / (2 ** 32 + 1);
  };
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  });
}
