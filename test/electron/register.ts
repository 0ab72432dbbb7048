import { registerHooks } from 'node:module';
import { hideMissingCrypto } from './hidden-crypto.ts';

/**
 * `node --import ./test/electron/register.ts out/main/main.js` runs the built program without Electron: `electron`
 * becomes the stand-in. Worker threads inherit the option, and with it the narrower `node:crypto`.
 */
const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: standIn, shortCircuit: true }
      : nextResolve(specifier, context),
});
hideMissingCrypto();
