import { createContext, use } from 'react';
import type { SetupState } from '../../src/shared/setup.ts';

const OpenSetupContext = createContext<(state: SetupState) => void>(() => undefined);
export const OpenSetupProvider = OpenSetupContext;

/** Opens the walk through the first start again. */
export const useOpenSetup = (): ((state: SetupState) => void) => use(OpenSetupContext);
