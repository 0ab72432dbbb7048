import type { CommandLine } from 'electron';

/** A switch of Chromium's command line, with its value if it takes one. */
export type ChromiumSwitch = readonly [name: string, value?: string];

/** Sound must start without a touch, and a kiosk's page must keep its pace when something covers it. */
const always: readonly ChromiumSwitch[] = [
  ['autoplay-policy', 'no-user-gesture-required'],
  ['disable-renderer-backgrounding'],
  ['disable-background-timer-throttling'],
  ['disable-backgrounding-occluded-windows'],
];

/**
 * Switches that the cameras need.
 * @param replayFile absolute path of a .y4m or .mjpeg file that plays in place of the cameras, or null
 */
export function cameraSwitches(replayFile: string | null): readonly ChromiumSwitch[] {
  if (replayFile === null) return always;
  return [
    ...always,
    ['use-fake-device-for-media-stream'],
    ['use-file-for-fake-video-capture', replayFile],
    ['use-fake-ui-for-media-stream'],
  ];
}

/** Hands the switches to Chromium. Must run before the app is ready. */
export function appendSwitches(commandLine: Pick<CommandLine, 'appendSwitch'>, switches: readonly ChromiumSwitch[]): void {
  for (const [name, value] of switches) commandLine.appendSwitch(name, ...(value === undefined ? [] : [value]));
}
