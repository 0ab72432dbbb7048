import { CameraViews } from './CameraViews.tsx';
import { OpenGate } from './OpenGate.tsx';

/** What is wired to the terminal, with its tests beside it. */
export function HardwarePlace() {
  return (
    <>
      <CameraViews />
      <OpenGate />
    </>
  );
}
