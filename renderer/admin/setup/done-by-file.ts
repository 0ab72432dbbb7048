import { setupSteps, type SetupStep } from '../../../src/shared/setup.ts';

/** The setting, or part of the system, that each page is about: whoever sets it by a file has done what the page asks for. */
const decisive: Readonly<Partial<Record<SetupStep, string>>> = {
  network: 'network',
  time: 'timeZone',
  cameras: 'cameras.visible',
  gate: 'turnstile.driver',
  platform: 'platform.protocol',
};

/** Pages of the first start that a file with these keys has answered. */
export const doneByFile = (keys: readonly string[]): readonly SetupStep[] =>
  setupSteps.filter((step) => {
    const key = decisive[step];
    return key !== undefined && keys.includes(key);
  });
