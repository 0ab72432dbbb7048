import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { challengeSteps } from '../../../src/shared/challenge.ts';
import type { GateView } from '../../../src/shared/gate-view.ts';
import { setupSteps, type SetupStep } from '../../../src/shared/setup.ts';
import type { Language, TextKey } from '../../../src/shared/texts/texts.ts';
import { PageServer } from './page-server.ts';
import { Screen, type Size } from './screen.ts';

const executablePath = process.env['TERMINAL_CHROMIUM'] ?? '/usr/bin/chromium';
const atMs = Date.parse('2026-05-01T07:58:12+08:00');
const kioskStates = [
  ['idle', { state: 'idle' }],
  ['admitted', { state: 'admitted', name: '单雄信', direction: 'in', picture: null, gate: 'opened', atMs }],
  ['approaching', { state: 'approaching', hint: 'comeCloser' }],
  ['tooNear', { state: 'approaching', hint: 'stepBack' }],
  ['unknown', { state: 'refused', reason: 'unknown', hint: null, detail: null }],
  ['needs-service', { state: 'needsService', code: 'vision.failed' }],
] as const satisfies readonly (readonly [string, GateView])[];
const replayed = { visible: '', infrared: null, isReplay: true };
const laneStates = [
  ['lanes-admitted', { state: 'idle' }, kioskStates[1][1], {}],
  [
    'lanes-trouble',
    { state: 'alreadyIn', name: '单雄信', direction: 'in', picture: null, gate: 'notAnswering', sinceMs: atMs },
    { state: 'approaching', hint: 'comeCloser' },
    { gateMode2: 'lockedDown', gate: 'notAnswering' },
  ],
  [
    'lanes-refused',
    { state: 'challenge', step: 'turnLeft', untilMs: atMs },
    { state: 'refused', reason: 'livenessUnavailable', hint: null, detail: null },
    { gateMode2: 'normal', gate: 'ok' },
  ],
] as const satisfies readonly (readonly [string, GateView, GateView, Readonly<Record<string, string>>])[];
const PIN = '2468';
/** On a new terminal, a touch on each field that is filled among them. */
const MOST_TOUCHES = 23;

describe.skipIf(!existsSync(executablePath))('the admin side (skipped where there is no Chromium)', () => {
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await PageServer.start();
    const isRoot = process.getuid?.() === 0;
    browser = await chromium.launch({ executablePath, chromiumSandbox: !isRoot, args: ['--disable-gpu'] });
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const open = async (size: Size, language: Language, hasClock = false, settings: object = {}): Promise<Screen> => {
    const screen = await Screen.open(browser, server.address, size, language, { hasClock, settings });
    onTestFinished(() => screen.close());
    return screen;
  };
  /** What is wrong with the page that is shown, for eyes, fingers and readers. */
  const wrongWith = async (screen: Screen): Promise<readonly string[]> => [
    ...(await screen.seriousIssues()),
    ...(await screen.smallTargets()),
    ...((await screen.isClipped()) ? ['something is cut off'] : []),
    ...screen.complaints,
  ];

  /** A second lane without a camera is not saved; what it needs is said where it is chosen. */
  const lanesNeedCameras = async (screen: Screen): Promise<void> => {
    const second = screen.page.getByRole('switch', { name: '启用2号通道' });
    await second.click();
    await screen.touch('setup.cameras.use');
    await screen.page.getByText(screen.say('settings.problem.needed')).waitFor();
    await second.click();
  };
  /** Over the pages of the first start that two lanes share; what is wrong with them. */
  const firstStartOfLanes = async (screen: Screen): Promise<readonly string[]> => {
    const wrong: string[] = [];
    const look = async (name: string): Promise<void> => {
      await screen.shot(name);
      wrong.push(...(await wrongWith(screen)).map((what) => `${name}: ${what}`));
    };
    const page = (step: SetupStep) =>
      screen.page.getByRole('heading', { name: screen.say(`setup.${step}.title`), level: 2, exact: true }).waitFor();
    const ofSecond = (key: TextKey) =>
      screen.page.getByRole('region', { name: screen.say('lane.of2', { what: screen.say(key) }) });
    const next = screen.page.getByRole('button', { name: screen.say('setup.next') });
    const goOn = async (): Promise<void> => ((await next.isEnabled()) ? next.click() : screen.touch('setup.later'));
    await screen.beginFirstStart(PIN);
    await goOn();
    await page('time');
    await goOn();
    await ofSecond('setup.cameras.which').waitFor();
    await look('lanes-cameras');
    await goOn();
    await page('gate');
    const buttons = screen.page.getByRole('button', { name: screen.say('setup.gate.testNow') });
    await buttons.first().click();
    await screen.page.getByText(screen.say('opening.opened', { ms: 12 })).waitFor();
    expect(await next.isEnabled()).toBe(false);
    await ofSecond('setup.gate.test').getByRole('button').click();
    await screen.page
      .getByText(screen.say('opening.opened', { ms: 12 }))
      .nth(1)
      .waitFor();
    await look('lanes-gate');
    await next.click();
    await page('platform');
    await goOn();
    await page('passage');
    await screen.tellView({ ...kioskStates[1][1], name: '尉迟恭' });
    await screen.page.getByText(screen.say('setup.passage.passed', { name: '尉迟恭' })).waitFor();
    expect(await next.isEnabled()).toBe(false);
    await screen.tellView(kioskStates[1][1], 'gate.view2');
    await screen.page.getByText(screen.say('setup.passage.passed', { name: '单雄信' })).waitFor();
    await look('lanes-passage');
    expect(await next.isEnabled()).toBe(true);
    await screen.tellView(laneStates[2][2], 'gate.view2');
    await screen.touch('setup.leave');
    return wrong;
  };

  it.each([
    ['upright', 'zh'],
    ['upright', 'en'],
    ['lying', 'zh'],
    ['lying', 'en'],
  ] as const)(
    'leads through the first start, %s, in %s, with nothing too small, cut off or unreadable',
    async (size, language) => {
      const screen = await open(size, language);
      await screen.beginFirstStart(PIN);
      const wrong: string[] = [];
      for (const step of setupSteps) {
        await screen.page.getByRole('heading', { name: screen.say(`setup.${step}.title`), level: 2, exact: true }).waitFor();
        wrong.push(...(await wrongWith(screen)).map((what) => `${step}: ${what}`));
        if (step !== 'passage') wrong.push(...(await screen.unlike(step)));
        if (step === 'gate') {
          await screen.touch('setup.gate.testNow');
          await screen.page.getByText(screen.say('opening.opened', { ms: 12 })).waitFor();
        }
        const next = screen.page.getByRole('button', { name: screen.say('setup.next') });
        await ((await next.isEnabled()) ? next.click() : screen.touch('setup.later'));
      }
      await screen.page.getByRole('heading', { name: screen.say('setup.done.partly'), level: 2 }).waitFor();
      wrong.push(...(await wrongWith(screen)).map((what) => `done: ${what}`), ...(await screen.unlike('done')));
      await screen.touch('setup.done.finish');
      await screen.page.getByText(screen.say('status.summary.ok')).waitFor();
      expect(wrong).toEqual([]);
    },
  );

  it('leads from the kiosk of a new terminal over a settings file on a stick to somebody enrolled, with at most 23 touches, keys of the keyboard aside', async () => {
    const screen = await open('upright', 'zh');
    await screen.plugInSettings();
    await screen.tellNew();
    await screen.countTouches();
    await screen.touch('kiosk.setUp');
    await screen.chooseLanguageAndPin(PIN);
    await screen.touch('copy.offer.open');
    await screen.page.getByRole('button', { name: /terminal-settings-2026/ }).click();
    await screen.touch('copy.apply', { count: 3 });
    await screen.page.getByText(screen.say('copy.applied', { count: 2 })).waitFor();
    await screen.touch('copy.done');
    await screen.touch('admin.place.people');
    await screen.touch('enrol.add');
    await screen.page.getByRole('textbox', { name: screen.say('people.name') }).fill('单雄信');
    await screen.page.getByRole('textbox', { name: screen.say('people.id') }).fill('W7');
    await screen.page.getByRole('radio', { name: screen.say('enrol.stick') }).click();
    await screen.page
      .getByRole('list', { name: screen.say('sticks.pictures') })
      .getByRole('button')
      .first()
      .click();
    await screen.touch('enrol.save');
    await screen.page.getByRole('heading', { name: '单雄信' }).waitFor();
    expect(await screen.touches()).toBeLessThanOrEqual(MOST_TOUCHES);
  });

  it.each([
    ['upright', 'zh'],
    ['lying', 'en'],
  ] as const)('the kiosk looks as it did when its pictures were kept, %s, in %s', async (size, language) => {
    const screen = await open(size, language);
    await screen.page.getByRole('button', { name: screen.say('kiosk.label.corner') }).waitFor();
    const wrong: string[] = [];
    for (const [name, view] of kioskStates) {
      await screen.tellView(view);
      await screen.page.locator(`[data-state="${view.state}"]`).first().waitFor();
      await screen.shot(name);
      wrong.push(...(await screen.unlike(name)));
    }
    expect(wrong).toEqual([]);
  });

  it('shows the picture of a punch, and holds none of it once it is gone', async () => {
    const screen = await open('upright', 'zh');
    const create = { width: 480, height: 360, channels: 3, background: '#d02010' } as const;
    await screen.tellView({ ...kioskStates[1][1], picture: new Uint8Array(await sharp({ create }).jpeg().toBuffer()) });
    const picture = screen.page.getByRole('img', { name: screen.say('kiosk.label.picture') });
    const drawn = await picture.evaluateHandle((element) => element as HTMLCanvasElement);
    await screen.page.waitForFunction(({ width, height }) => width === 480 && height === 360, drawn);
    const [red = 0, green = 0] = await drawn.evaluate((canvas) => [
      ...(canvas.getContext('2d')?.getImageData(240, 180, 1, 1).data ?? []),
    ]);
    expect(red - green).toBeGreaterThan(120);
    await screen.tellView({ state: 'idle' });
    await picture.waitFor({ state: 'detached' });
    expect(await drawn.evaluate(({ width }) => width)).toBe(0);
  });

  it('nothing is calibrated where liveness does not use the infrared camera, and the page says what to change', async () => {
    const cameras = { visible: 'any', infrared: 'any', isReplay: false, replayLayout: 'visible' };
    const told = async (mode: string): Promise<[start: number, why: number]> => {
      const screen = await open('lying', 'zh', false, { cameras, liveness: { mode, baselineMm: 40, calibration: null } });
      await screen.enter(PIN);
      await screen.touch('admin.place.hardware');
      const card = screen.page.getByRole('region', { name: screen.say('calibration.title') });
      await card.getByText(screen.say(mode === 'infrared' ? 'calibration.why' : 'calibration.notUsed')).waitFor();
      await screen.shot(`calibration-${mode}`);
      const start = card.getByRole('button', { name: screen.say('calibration.start') });
      return [await start.count(), (await wrongWith(screen)).length];
    };
    expect([await told('infrared'), await told('challenge')]).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });

  it('what came of a calibration is read whole on the low screen, however much there is to say', async () => {
    const cameras = { visible: 'any', infrared: 'any', isReplay: false, replayLayout: 'visible' };
    const liveness = { mode: 'infrared', baselineMm: 40, calibration: null };
    const screen = await open('lying', 'en', true, { cameras, liveness });
    await screen.enter(PIN);
    await screen.touch('admin.place.hardware');
    // The imagined second one has two things to warn of.
    await screen.touch('calibration.start');
    await screen.passTime(12_000);
    await screen.touch('calibration.save');
    await screen.touch('calibration.again');
    await screen.passTime(12_000);
    await screen.page.getByText(screen.say('calibration.farFaceSmall', { px: 96, least: 128 })).waitFor();
    await screen.shot('calibration-warnings');
    expect(await screen.cutOff('.walk__words')).toEqual([]);
    await screen.page.getByRole('button', { name: screen.say('calibration.save') }).click();
  });

  it.each([
    ['upright', 'zh'],
    ['lying', 'en'],
  ] as const)('the kiosk of two lanes gives each a half, with nothing cut off, %s, in %s', async (size, language) => {
    const sight = {
      cameras: { ...replayed, replayLayout: 'two-lanes' },
      liveness: { mode: 'off', baselineMm: 40, calibration: null },
    };
    const screen = await open(size, language, false, { ...sight, second: { ...sight, directions: ['in', 'out'] } });
    await screen.page.getByRole('region', { name: screen.say('lane.2') }).waitFor();
    const wrong: string[] = [];
    for (const [name, view, view2, states] of laneStates) {
      await screen.tellView(view);
      await screen.tellView(view2, 'gate.view2');
      await screen.tellStates(states);
      const second = screen.page.getByRole('region', { name: screen.say('lane.2') });
      await second.locator(`[data-state="${view2.state}"]`).waitFor();
      await screen.shot(name);
      const cut = await screen.cutOff('.half .plate, .half .passage, .half .page, .half .band, .lane-head');
      wrong.push(...cut.map((what) => `${name}: ${what}`), ...(await screen.unlike(name)));
    }
    wrong.push(...(await screen.seriousIssues()), ...screen.complaints);
    // On the lower screen, which cuts off first.
    if (size === 'lying') wrong.push(...(await firstStartOfLanes(screen)));
    else await screen.enter(PIN);
    await screen.touch('admin.place.records');
    const secondLane = screen.say('lane.of2', { what: '' });
    await screen.page.getByRole('button').filter({ hasText: secondLane }).first().click();
    await screen.page.getByRole('list', { name: screen.say('punches.story') }).waitFor();
    await screen.page.getByText(secondLane).first().waitFor();
    await screen.shot('lanes-punch');
    wrong.push(...(await wrongWith(screen)).map((what) => `punch: ${what}`));
    await screen.touch('kit.back');
    await screen.shot('lanes-punches');
    await screen.page.getByRole('radio', { name: screen.say('records.tab.refusals') }).click();
    await screen.page.getByRole('listitem').filter({ hasText: secondLane }).first().waitFor();
    await screen.shot('lanes-refusals');
    wrong.push(...(await wrongWith(screen)).map((what) => `refusals: ${what}`));
    await screen.touch('admin.place.hardware');
    for (const key of ['lane.of1', 'lane.of2'] as const)
      await screen.page.getByRole('region', { name: screen.say(key, { what: screen.say('calibration.title') }) }).waitFor();
    await screen.touch('admin.place.settings');
    await screen.page.getByRole('button', { name: screen.say('live.title') }).click();
    await screen.page.getByRole('radio', { name: screen.say('lane.2') }).click();
    await screen.page.getByText(screen.say('live.gate.refused')).waitFor();
    await screen.page.getByText(screen.say('live.match.named', { name: '单雄信' })).waitFor();
    await screen.shot('lanes-live');
    wrong.push(...(await wrongWith(screen)).map((what) => `live: ${what}`));
    await screen.touch('admin.place.people');
    await screen.touch('enrol.add');
    await screen.page.getByRole('radio', { name: screen.say('lane.2') }).click();
    await screen.page.getByText(screen.say('enrol.good')).waitFor();
    await screen.shot('lanes-enrol');
    wrong.push(...(await wrongWith(screen)).map((what) => `enrol: ${what}`));
    expect(wrong).toEqual([]);
  });

  it.skipIf(process.env['UPDATE_REFERENCES'] === '1')(
    'a screen whose button has moved is not taken for the kept one',
    async () => {
      const screen = await open('upright', 'zh');
      await screen.beginFirstStart(PIN);
      await screen.page.evaluate(() => {
        const foot = document.querySelector<HTMLElement>('.setup__foot .button');
        if (foot) foot.style.transform = 'translateX(-80px)';
      });
      expect(await screen.unlike('network')).toHaveLength(1);
    },
  );

  it('says in words what the platform found wrong, and lets the settings be saved all the same', async () => {
    const screen = await open('upright', 'zh');
    await screen.beginFirstStart(PIN);
    for (let step = 0; step < 4; step += 1) {
      if (step === 2) await lanesNeedCameras(screen);
      const next = screen.page.getByRole('button', { name: screen.say('setup.next') });
      await ((await next.isEnabled()) ? next.click() : screen.touch('setup.later'));
    }
    await screen.page.getByRole('radio', { name: screen.say('choice.platform.protocol.zhejiang') }).click();
    await screen.page.getByRole('textbox', { name: '访问密钥' }).fill('wrong');
    await screen.touch('setup.platform.testNow');
    await screen.page.getByText(screen.say('finding.signature')).waitFor();
    await screen.touch('setup.platform.saveAnyway');
    await screen.page.getByText(screen.say('setup.platform.saved')).waitFor();
  });

  it.each([
    ['upright', 'zh'],
    ['lying', 'en'],
  ] as const)(
    'shows every place and group of settings, %s, in %s, with nothing too small, cut off or unreadable',
    async (size, language) => {
      const screen = await open(size, language);
      await screen.enter(PIN);
      const wrong: string[] = [];
      for (const place of ['status', 'platform', 'settings', 'system'] as const) {
        await screen.touch(`admin.place.${place}`);
        wrong.push(...(await wrongWith(screen)).map((what) => `${place}: ${what}`));
      }
      await screen.touch('admin.place.settings');
      for (const group of ['group.device', 'group.turnstile', 'group.speech'] as const) {
        await screen.page.getByRole('button', { name: screen.say(group) }).click();
        await screen.page.getByRole('heading', { name: screen.say(group), level: 2, exact: true }).waitFor();
        wrong.push(...(await wrongWith(screen)).map((what) => `${group}: ${what}`));
        await screen.touch('kit.back');
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each([['upright', 'zh']] as const)(
    'copies settings by stick: seen before they count, and never half, %s, in %s',
    async (size, language) => {
      const screen = await open(size, language);
      await screen.beginFirstStart(PIN);
      await screen.plugInSettings();
      await screen.page.getByText(screen.say('copy.offer')).waitFor();
      await screen.shot('offer');
      const wrong = (await wrongWith(screen)).map((what) => `offer: ${what}`);
      await screen.touch('copy.offer.open');
      await screen.page.getByRole('button', { name: /terminal-settings-old/ }).click();
      await screen.page.getByText('turnstile.speed').waitFor();
      expect(await screen.page.getByRole('button', { name: screen.say('copy.apply', { count: 0 }) }).count()).toBe(0);
      await screen.shot('file-bad');
      wrong.push(...(await wrongWith(screen)).map((what) => `bad file: ${what}`));
      await screen.touch('kit.back');
      await screen.page.getByRole('button', { name: /terminal-settings-2026/ }).click();
      await screen.page.getByText(screen.say('copy.changes', { count: 3 }), { exact: true }).waitFor();
      const words = screen.page.getByRole('textbox', { name: screen.say('copy.passphrase') });
      await words.fill('open barley');
      await screen.touch('copy.open');
      await screen.page.getByText(screen.say('fault.settings.wrongPassphrase')).waitFor();
      await words.fill('open sesame');
      await screen.touch('copy.open');
      await screen.page.getByText(screen.say('copy.changes', { count: 4 }), { exact: true }).waitFor();
      await screen.shot('file-good');
      wrong.push(...(await wrongWith(screen)).map((what) => `good file: ${what}`));
      await screen.touch('copy.apply', { count: 4 });
      await screen.page.getByText(screen.say('copy.applied', { count: 3 })).waitFor();
      await screen.touch('kit.back');
      await screen.touch('kit.back');
      await screen.touch('setup.leave');
      await screen.touch('admin.place.system');
      await screen.touch('copy.export');
      await screen.page.getByRole('switch', { name: screen.say('copy.secrets') }).click();
      await screen.page.getByRole('textbox', { name: screen.say('copy.passphrase') }).fill('open sesame');
      await screen.shot('export');
      wrong.push(...(await wrongWith(screen)).map((what) => `export: ${what}`));
      await screen.touch('copy.write');
      const sheet = screen.page.getByRole('alertdialog');
      await sheet.getByRole('button', { name: screen.say('copy.write') }).click();
      await screen.pin(PIN);
      await screen.page.getByText(/terminal-settings-20261128-101500\.json/).waitFor();
      expect(wrong).toEqual([]);
    },
  );

  it.each([['lying', 'en']] as const)(
    'changes the PIN, and erases everything only behind two confirmations, %s, in %s',
    async (size, language) => {
      const screen = await open(size, language);
      await screen.enter(PIN);
      await screen.touch('admin.place.system');
      await screen.touch('pin.change.open');
      const sheet = screen.page.getByRole('alertdialog');
      await sheet.getByRole('button', { name: screen.say('pin.change.open') }).click();
      await screen.pin(PIN);
      await screen.page.getByRole('heading', { name: screen.say('pin.change.new') }).waitFor();
      await screen.shot('pin-new');
      const wrong = (await wrongWith(screen)).map((what) => `new PIN: ${what}`);
      await screen.pin('1357');
      await screen.page.getByRole('heading', { name: screen.say('pin.repeat') }).waitFor();
      await screen.pin('1357');
      await screen.page.getByText(screen.say('pin.change.done')).waitFor();
      await screen.touch('reset.open');
      await screen.page.getByText(screen.say('reset.unsent.keep', { count: 12 })).waitFor();
      await screen.shot('reset');
      wrong.push(...(await wrongWith(screen)).map((what) => `reset: ${what}`));
      await screen.touch('reset.next');
      await screen.page.getByText(screen.say('reset.last.unsent', { count: 12 })).waitFor();
      await screen.shot('reset-last');
      await screen.touch('reset.now');
      await screen.pin('1357');
      await screen.page.getByText(screen.say('reset.begun')).waitFor();
      await screen.shot('system');
      expect(wrong).toEqual([]);
    },
  );

  it('tells of passages that another threshold would have changed, before it is saved', async () => {
    const screen = await open('upright', 'zh');
    await screen.enter(PIN);
    await screen.touch('admin.place.settings');
    await screen.page.getByRole('button', { name: screen.say('group.recognition') }).click();
    await screen.page.getByText(screen.say('tuning.same', { threshold: '0.50', count: 200 })).waitFor();
    await screen.page.getByText(screen.say('siteRate.raise', { threshold: '0.614' })).waitFor();
    const field = screen.page.getByRole('textbox', { name: '识别阈值' });
    await field.fill('0.54');
    await screen.page
      .getByText(screen.say('tuning.changes', { threshold: '0.54', count: 200, changed: 11 }))
      .first()
      .waitFor();
    await field.blur();
    await screen.shot('tuning');
    expect(await wrongWith(screen)).toEqual([]);
  });

  it.each([
    ['upright', 'zh', 'day'],
    ['lying', 'en', 'night'],
  ] as const)(
    'shows what is measured of the face before the camera beside the threshold, %s, in %s, by %s',
    async (size, language, theme) => {
      const screen = await open(size, language);
      await screen.enter(PIN);
      await screen.setTheme(theme);
      await screen.touch('admin.place.settings');
      await screen.page.getByRole('button', { name: screen.say('live.title') }).click();
      await screen.page.getByText(screen.say('live.match.named', { name: '单雄信' })).waitFor();
      await screen.page.getByText(screen.say('live.quality.good')).waitFor();
      await screen.page.getByText(screen.say('live.liveness.undecided', { total: '+1.7' })).waitFor();
      await screen.page.getByText(screen.say('live.gate')).waitFor();
      await screen.page.getByText(screen.say('tuning.same', { threshold: '0.50', count: 200 })).waitFor();
      expect(
        await screen.page
          .getByRole('list', { name: screen.say('refusals.cues') })
          .getByRole('listitem')
          .count(),
      ).toBe(7);
      await screen.shot(`live-${theme}`);
      await screen.page.getByText(screen.say('tuning.same', { threshold: '0.50', count: 200 })).scrollIntoViewIfNeeded();
      await screen.shot(`live-end-${theme}`);
      expect(await wrongWith(screen)).toEqual([]);
    },
  );

  it.each([
    ['upright', 'en'],
    ['lying', 'en'],
  ] as const)('says each question in two lines at most, %s, in %s', async (size, language) => {
    const screen = await open(size, language);
    await screen.page.locator('[data-state="idle"]').first().waitFor();
    const tooLong: string[] = [];
    for (const step of challengeSteps) {
      await screen.tellView({ state: 'challenge', step, untilMs: atMs });
      await screen.page.locator(`[data-step="${step}"]`).waitFor();
      await screen.shot(`question-${step}`);
      const isLong = await screen.page.locator('.plate__words .words > :first-child').evaluate((words) => {
        const lines = new Set(
          [...words.querySelectorAll('.phrase')].flatMap(({ firstChild }) => {
            const range = document.createRange();
            if (firstChild) range.selectNodeContents(firstChild);
            return [...range.getClientRects()].map(({ top }) => Math.round(top));
          }),
        );
        return lines.size > 2;
      });
      if (isLong) tooLong.push(step);
      tooLong.push(...(await screen.cutOff('.plate--challenge')));
    }
    expect(tooLong).toEqual([]);
  });

  it('goes back to the gate after three minutes and keeps what was typed and not saved', async () => {
    const screen = await open('upright', 'zh', true);
    await screen.enter(PIN);
    await screen.touch('admin.place.settings');
    await screen.page.getByRole('button', { name: screen.say('group.device') }).click();
    const name = screen.page.getByRole('textbox', { name: '工地名称' });
    await name.fill('一号工地');
    await screen.page.clock.fastForward(181_000);
    await screen.page.getByRole('dialog', { name: screen.say('admin.title') }).waitFor({ state: 'detached' });
    await screen.openAdmin();
    await screen.pin(PIN);
    await screen.touch('admin.place.settings');
    await screen.page.getByText(screen.say('settings.waits', { count: 1 })).waitFor();
    await screen.page.getByRole('button', { name: screen.say('group.device') }).click();
    expect(await screen.page.getByRole('textbox', { name: '工地名称' }).inputValue()).toBe('一号工地');
  });

  it('locks after five wrong PINs and says until when', async () => {
    const screen = await open('lying', 'zh');
    await screen.enter(PIN);
    await screen.touch('admin.close');
    await screen.openAdmin();
    for (const left of [4, 3, 2, 1]) {
      await screen.pin('1111');
      await screen.page.getByText(screen.say('pin.wrong', { count: left })).waitFor();
    }
    await screen.pin('1111');
    await screen.page.getByText(/输错次数过多/).waitFor();
  });

  it('refuses a number out of bounds in words, and saves it once it fits', async () => {
    const screen = await open('upright', 'en');
    await screen.enter(PIN);
    await screen.touch('admin.place.settings');
    await screen.page.getByRole('button', { name: screen.say('group.turnstile') }).click();
    const pulse = screen.page.getByRole('textbox', { name: /Opening pulse/ });
    await pulse.fill('20');
    await screen.page.getByText(screen.say('settings.bounds', { least: 50, most: 10_000 })).waitFor();
    await pulse.fill('800');
    await pulse.blur();
    await screen.touch('settings.save');
    await screen.page.getByText(screen.say('settings.saved.restart')).waitFor();
  });

  it('writes Chinese by its sound on the keys of the screen', async () => {
    const screen = await open('upright', 'zh');
    await screen.enter(PIN);
    await screen.touch('admin.place.settings');
    await screen.page.getByRole('button', { name: screen.say('group.device') }).click();
    const name = screen.page.getByRole('textbox', { name: '工地名称' });
    await name.click();
    const keys = screen.page.getByRole('group', { name: screen.say('keyboard.title') });
    for (const letter of 'zhang') await keys.locator(`[data-skbtn="${letter}"]`).click();
    await keys.getByText('张', { exact: true }).click();
    expect(await name.inputValue()).toBe('张');
    expect(screen.complaints).toEqual([]);
  });
});
