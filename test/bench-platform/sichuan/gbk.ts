const LEADS = [0x81, 0xfe] as const;
const TRAILS = [0x40, 0xfe] as const;
let table: ReadonlyMap<string, readonly [number, number]> | null = null;

/** Text as GBK, which Node only reads; what GBK does not have becomes `?`. */
export function gbk(text: string): Buffer {
  table ??= readTable();
  const bytes: number[] = [];
  for (const char of text) {
    if (char < '\x80') bytes.push(char.charCodeAt(0));
    else bytes.push(...(table.get(char) ?? [0x3f]));
  }
  return Buffer.from(bytes);
}

function readTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gbk');
  const pairs = new Map<string, readonly [number, number]>();
  for (let lead: number = LEADS[0]; lead <= LEADS[1]; lead++) {
    for (let trail: number = TRAILS[0]; trail <= TRAILS[1]; trail++) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if ([...char].length === 1 && char !== '\ufffd') pairs.set(char, [lead, trail]);
    }
  }
  return pairs;
}
