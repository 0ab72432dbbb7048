import { expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { Onlookers } from '../../../src/terminal/onlookers.ts';
import { observationOf } from '../recognition/faces.ts';
import { fixedClock, openedStore, temporaryFolder } from '../store/fixture.ts';
import { pairedFrame } from './liveness-frames.ts';

const cameras = { visible: 'Left', infrared: 'Left IR' };
const second = { enabled: true, baselineMm: 60, cameras: { visible: 'Right', infrared: 'Right IR' } };
const onlookersOf = (config: object): Onlookers =>
  new Onlookers({ config: Config.parse(config), store: openedStore(temporaryFolder()), clock: fixedClock });

it('who stands at one lane is seen there and not at the other', () => {
  const onlookers = onlookersOf({ cameras, lanes: { second } });
  for (const lane of [1, 2] as const) onlookers.at(lane).live.view();
  onlookers.observe(observationOf({ mark: 1 }), 2);
  expect([1, 2].map((lane) => onlookers.at(lane === 1 ? 1 : 2).live.view().face === null)).toEqual([true, false]);
});

it('a photograph is taken of who stands at the lane that is named', () => {
  const onlookers = onlookersOf({ cameras, lanes: { second } });
  const views = () => [onlookers.at(1), onlookers.at(2)].map(({ capture }) => capture.view().kind);
  expect(views()).toEqual(['noFace', 'noFace']);
  onlookers.observe(observationOf({ mark: 1 }), 2);
  expect(views()).toEqual(['noFace', 'poor']);
});

it('each lane learns how its own cameras stand, from its own frames', () => {
  const onlookers = onlookersOf({ cameras, lanes: { second } });
  const views = () => [onlookers.at(1), onlookers.at(2)].map(({ calibration }) => calibration.view());
  onlookers.at(1).calibration.act('start');
  onlookers.at(2).calibration.act('start');
  for (let shot = 0; shot < 5; shot += 1) onlookers.observe(pairedFrame({ distanceM: 0.5, shot }), 2);
  expect(views().map(({ configuredMm, samples }) => [configuredMm, samples.near > 0])).toEqual([
    [40, false],
    [60, true],
  ]);
});

it('a lane that is not there is refused, not taken for another', () => {
  expect(() => onlookersOf({ cameras }).at(2)).toThrow('no lane 2');
});
