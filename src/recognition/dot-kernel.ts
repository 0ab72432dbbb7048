/** What is used of a WebAssembly memory. */
export interface VectorMemory {
  /** Another one after each `grow`. */
  readonly buffer: ArrayBuffer;
  /** Adds pages of `PAGE_BYTES`. Throws a RangeError when there is no room. */
  grow(pages: number): number;
}

/**
 * Products of a probe with `count` ≥ 1 rows of 16-bit numbers, one 32-bit sum each; answers the largest. The others are places
 * in the memory, bytes: row after row from `rows`, the probe, the sums. A sum that does not fit into 32 bits wraps round.
 */
export type DotKernel = (rows: number, probe: number, sums: number, count: number) => number;

export const PAGE_BYTES = 65_536;

/** Rows are so many numbers or a multiple: 64 bytes, a line of the processor's cache. */
export const ROW_STEP = 32;

/** The types of WebAssembly belong to those of a page, which this program is not. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => VectorMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly own: { readonly memory: VectorMemory } },
  ) => { readonly exports: { readonly dot: DotKernel } };
  validate(bytes: Uint8Array): boolean;
};

export const createVectorMemory = (pages: number): VectorMemory => new WebAssembly.Memory({ initial: pages });

/** For rows of `length` numbers, a multiple of ROW_STEP; null where the processor has no vectors of 128 bits. */
export function createDotKernel(memory: VectorMemory, length: number): DotKernel | null {
  const bytes = assemble(length);
  if (!WebAssembly.validate(bytes)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { own: { memory } }).exports.dot;
}

type Code = readonly number[];

/** WebAssembly 2.0, chapter 5.4: instructions. */
const loop: Code = [0x03, 0x40];
const end: Code = [0x0b];
const repeatUnlessZero: Code = [0x0d, 0];
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const tee = (local: number): Code => [0x22, local];
const storeI32: Code = [0x36, 2, 0];
const constant = (value: number): Code => [0x41, ...signed(value)];
const addI32: Code = [0x6a];
const subtractI32: Code = [0x6b];
const isGreaterI32: Code = [0x4a];
const select: Code = [0x1b];
/** The numbers of these are written as LEB128, as all above 0x7f. */
const vector = (opcode: number, ...immediates: Code): Code => [0xfd, ...unsigned(opcode), ...immediates];
const loadVector = (offset: number): Code => vector(0x00, 4, ...unsigned(offset));
const zeros: Code = vector(0x0c, ...new Array<number>(16).fill(0));
const lane = (index: number): Code => vector(0x1b, index);
const addLanes: Code = vector(0xae);
/** Eight products of 16-bit numbers, summed in pairs. */
const dotLanes: Code = vector(0xba);

const ROWS = 0;
const PROBE = 1;
const SUMS = 2;
const COUNT = 3;
const SUM = 4;
const LARGEST = 5;
/** Two vectors of sums, so that an addition need not wait for the one before it. */
const FIRST = 6;
const SECOND = 7;

/** One row after the other, each unrolled: eight numbers at a time. */
function body(length: number): Code {
  const products = Array.from({ length: length / 8 }, (_, index) => {
    const sum = index % 2 === 0 ? FIRST : SECOND;
    const offset = 16 * index;
    return [get(sum), get(ROWS), loadVector(offset), get(PROBE), loadVector(offset), dotLanes, addLanes, set(sum)].flat();
  });
  const parts: readonly Code[] = [
    ...[constant(-0x8000_0000), set(LARGEST)],
    ...[loop, zeros, set(FIRST), zeros, set(SECOND), ...products],
    ...[get(FIRST), get(SECOND), addLanes, set(FIRST), get(SUMS)],
    ...[get(FIRST), lane(0), get(FIRST), lane(1), addI32, get(FIRST), lane(2), get(FIRST), lane(3), addI32, addI32],
    ...[tee(SUM), storeI32],
    ...[get(SUM), get(LARGEST), get(SUM), get(LARGEST), isGreaterI32, select, set(LARGEST)],
    ...[get(ROWS), constant(2 * length), addI32, set(ROWS)],
    ...[get(SUMS), constant(4), addI32, set(SUMS)],
    ...[get(COUNT), constant(1), subtractI32, tee(COUNT), repeatUnlessZero],
    ...[end, get(LARGEST), end],
  ];
  return parts.flat();
}

/** A module that takes `own.memory` and gives `dot`; WebAssembly 2.0, chapter 5.5. */
function assemble(length: number): Uint8Array {
  const [i32, v128] = [0x7f, 0x7b];
  const locals = list([
    [2, i32],
    [2, v128],
  ]);
  const code = [...locals, ...body(length)];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, ...list([[i32], [i32], [i32], [i32]]), ...list([[i32]])]]),
    ...section(2, [[...name('own'), ...name('memory'), 2, 0, 1]]),
    ...section(3, [[0]]),
    ...section(7, [[...name('dot'), 0, 0]]),
    ...section(10, [[...unsigned(code.length), ...code]]),
  );
}

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const name = (text: string): Code => list([...text].map((letter) => [letter.charCodeAt(0)]));

function section(id: number, items: readonly Code[]): Code {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [0x80 | (value & 0x7f), ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [0x80 | (value & 0x7f), ...signed(value >> 7)];
}
