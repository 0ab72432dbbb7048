import { useEffect, useState } from 'react';

/** A camera as it is written into the settings, and as people read it. */
export interface NamedCamera {
  readonly value: string;
  readonly words: string;
}

/** The cameras that the machine has, of which two of one make have one name: those go by their ids. Empty until it is known. */
export function useCameras(): readonly NamedCamera[] {
  const [cameras, setCameras] = useState<readonly NamedCamera[]>([]);
  useEffect(() => {
    const look = async (): Promise<void> => setCameras(namedCameras(await navigator.mediaDevices.enumerateDevices()));
    const ending = new AbortController();
    void look().catch(() => undefined);
    navigator.mediaDevices.addEventListener('devicechange', () => void look().catch(() => undefined), { signal: ending.signal });
    return () => ending.abort();
  }, []);
  return cameras;
}

type Device = Pick<MediaDeviceInfo, 'kind' | 'label' | 'deviceId'>;

export function namedCameras(devices: readonly Device[]): readonly NamedCamera[] {
  const cameras = devices.filter(({ kind, label }) => kind === 'videoinput' && label !== '');
  return cameras.map(({ label, deviceId }) => {
    const alike = cameras.filter((other) => other.label === label);
    if (alike.length === 1) return { value: label, words: label };
    return { value: deviceId, words: `${label} (${String(alike.findIndex((other) => other.deviceId === deviceId) + 1)})` };
  });
}
