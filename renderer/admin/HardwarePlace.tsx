import { Fragment } from 'react';
import { laneNumbers } from '../../src/shared/lanes.ts';
import type { KioskSettings } from '../../src/shared/ipc/contract.ts';
import { Askable } from '../ui/Askable.tsx';
import { useParts, useTerminal } from '../ui/terminal-context.ts';
import { CalibrationCard } from './CalibrationCard.tsx';
import { CalibrationWalk } from './CalibrationWalk.tsx';
import { CameraViews } from './CameraViews.tsx';
import { DeviceList } from './DeviceList.tsx';
import { GateModes } from './GateModes.tsx';
import { OpenGate } from './OpenGate.tsx';
import { useCalibration } from './use-calibration.ts';
import './calibration.css';

const hasInfrared = ({ cameras }: KioskSettings): boolean =>
  cameras.isReplay ? cameras.replayLayout === 'visible-infrared' : cameras.infrared !== null;

/** What is wired to the terminal, with its tests beside it. A calibration that goes on has the place for itself. */
export function HardwarePlace() {
  const { isRemote = false } = useParts();
  const { settings } = useTerminal();
  const calibration = useCalibration();
  const { view } = calibration;
  if (view !== null && view.phase !== 'idle') return <CalibrationWalk view={view} act={calibration.act} />;
  return (
    <>
      {!isRemote && <CameraViews />}
      <CalibrationCard hasInfrared={settings !== null && hasInfrared(settings)} calibration={calibration} />
      {settings?.second === undefined ? (
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
