/** What was held before the cameras in a session of the liveness lab: a living face, or a species of attack instrument. */
export const recordingLabels = ['live', 'print', 'screen', 'paperMask'] as const;
export type RecordingLabel = (typeof recordingLabels)[number];
