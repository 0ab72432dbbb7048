import type { PersonLine } from '../../src/shared/people-view.ts';
import type { PunchStory } from '../../src/shared/punch-view.ts';

/** Characters of imagined names with their sound. */
const surnames = [
  '单shan',
  '王wang',
  '李li',
  '张zhang',
  '刘liu',
  '陈chen',
  '杨yang',
  '赵zhao',
  '黄huang',
  '周zhou',
  '吴wu',
  '徐xu',
];
const given = [
  '雄xiong',
  '信xin',
  '建jian',
  '国guo',
  '伟wei',
  '强qiang',
  '丽li',
  '芳fang',
  '军jun',
  '平ping',
  '海hai',
  '燕yan',
  '明ming',
];

const at = (list: readonly string[], index: number): readonly [string, string] => {
  const entry = list[index % list.length] ?? '';
  return [entry.slice(0, 1), entry.slice(1)];
};

export interface FakePerson extends PersonLine {
  readonly sound: string;
  readonly initials: string;
}

const PEOPLE = 10_000;
const PUNCHES = 60_000;
const flagged = ['photo.blurred', 'photo.tooSmall', 'photo.badLight'];

function personAt(index: number): FakePerson {
  const parts = [at(surnames, index), at(given, Math.floor(index / 12)), at(given, Math.floor(index / 156) + index)];
  const isNone = index % 29 === 7;
  const isPoor = index % 13 === 5;
  const isOwn = index % 9 === 4;
  return {
    id: isOwn ? `N${String(1_000 + index)}` : `45080042916${String(10_000 + index)}`,
    name: parts.map(([character]) => character).join(''),
    sound: parts.map(([, sound]) => sound).join(''),
    initials: parts.map(([, sound]) => sound.slice(0, 1)).join(''),
    origin: isOwn ? 'screen' : 'zhejiang',
    barredReason: index % 41 === 3 ? '安全培训未完成' : null,
    template: isNone ? 'none' : isPoor ? 'poor' : 'good',
    flags: isPoor && !isNone ? [flagged[index % 3] ?? ''] : [],
    photoRefusal: isNone ? 'photo.noFace' : null,
    lookalikes: index % 97 === 11 ? 1 : 0,
    hasPhotograph: !isNone,
  };
}

export const fakePeople: FakePerson[] = Array.from({ length: PEOPLE }, (_, index) => personAt(index)).toSorted((one, other) =>
  one.sound === other.sound ? (one.id < other.id ? -1 : 1) : one.sound < other.sound ? -1 : 1,
);

export const findFake = (id: string): FakePerson | undefined => fakePeople.find((person) => person.id === id);

export const isNamed = (person: FakePerson, query: string): boolean => {
  const wanted = query.trim().toLowerCase();
  return (
    wanted === '' ||
    person.name.includes(wanted) ||
    person.id.toLowerCase().includes(wanted) ||
    person.sound.startsWith(wanted) ||
    person.initials.startsWith(wanted)
  );
};

/** Newest first; one every half minute of a day's first and last hours would be too regular: every 40 s will do. */
const lastMs = Math.floor(Date.now() / 1_000) * 1_000;
export const fakePunches: PunchStory[] = Array.from({ length: PUNCHES }, (_, index) => {
  const person = fakePeople[(index * 7_919) % PEOPLE];
  const atMs = lastMs - index * 40_000;
  const isSilent = index % 53 === 9;
  const upload = index < 3 ? 'waiting' : index % 61 === 17 ? 'setAside' : 'sent';
  return {
    id: PUNCHES - index,
    workerId: person?.id ?? '',
    name: index % 83 === 21 ? null : (person?.name ?? null),
    atMs,
    direction: 'in',
    lane: index % 3 === 1 ? 2 : 1,
    upload,
    opening: isSilent ? 'notAnswering' : 'opened',
    isClockDoubtful: index % 400 === 60,
    hasPicture: index % 31 !== 6,
    kind: 1,
    score: 0.64 + (index % 25) / 100,
    threshold: 0.58,
    openings: [
      {
        id: index,
        atMs,
        outcome: isSilent ? 'notAnswering' : 'opened',
        settledAtMs: atMs + (isSilent ? 900 : 12),
        isTaken: null,
      },
    ],
    owed: {
      platform: 'zhejiang',
      tries: upload === 'waiting' ? 0 : upload === 'setAside' ? 2 : 1,
      lastError: upload === 'setAside' ? '402_06 person does not exist' : null,
      updatedMs: atMs + 340,
    },
    hasPhotograph: true,
  };
});
