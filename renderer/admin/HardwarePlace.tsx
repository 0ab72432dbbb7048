import { Fragment } from 'react';
import { laneNumbers } from '../../src/shared/lanes.ts';
import type { LaneSight } from '../../src/shared/ipc/contract.ts';
import { Askable, useMayAsk } from '../ui/Askable.tsx';
import { useParts, useTerminal } from '../ui/terminal-context.ts';
import { walkOf } from './calibration-going-on.ts';
import { CalibrationCard } from './CalibrationCard.tsx';
import { CalibrationWalk } from './CalibrationWalk.tsx';
import { CameraViews } from './CameraViews.tsx';
import { DeviceList } from './DeviceList.tsx';
import { GateModes } from './GateModes.tsx';
import { OpenGate } from './OpenGate.tsx';
import { useCalibration } from './use-calibration.ts';
import './calibration.css';

const hasInfrared = ({ cameras }: LaneSight): boolean =>
  cameras.isReplay ? cameras.replayLayout.endsWith('-infrared') : cameras.infrared !== null;

/**
 * What is wired to the terminal, with its tests beside it. A calibration that goes on has the place for itself, there where it is
 * led on.
 */
export function HardwarePlace() {
  const { isRemote = false } = useParts();
  const mayCalibrate = useMayAsk('admin.calibrate');
  const { settings } = useTerminal();
  const second = settings?.second;
  const first = useCalibration(1);
  const other = useCalibration(second === undefined ? null : 2);
  const lanes = [
    { lane: 1, calibration: first, sight: settings },
    ...(second === undefined ? [] : [{ lane: 2, calibration: other, sight: second } as const]),
  ] as const;
  const walk = walkOf<(typeof lanes)[number]>(lanes, mayCalibrate);
  if (walk !== null) return <CalibrationWalk lane={walk.lane} view={walk.view} act={walk.calibration.act} />;
  return (
    <>
      {!isRemote && <CameraViews />}
      {lanes.map(({ lane, calibration, sight }) => (
        <CalibrationCard
          key={lane}
          lane={second === undefined ? undefined : lane}
          hindrance={
            sight === null || !hasInfrared(sight) ? 'needsInfrared' : sight.liveness.mode === 'infrared' ? null : 'notUsed'
          }
          calibration={calibration}
        />
      ))}
      {second === undefined ? (
        <>
          <Askable call="admin.openGate">
            <OpenGate />
          </Askable>
          <GateModes />
        </>
      ) : (
        laneNumbers.map((lane) => (
          <Fragment key={lane}>
            <Askable call="admin.openGate">
              <OpenGate lane={lane} />
            </Askable>
            <GateModes lane={lane} />
          </Fragment>
        ))
      )}
      <DeviceList />
    </>
  );
}
