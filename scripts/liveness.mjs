/** `npm run liveness -- COMMAND …`: the liveness lab, which is one of the terminal's commands. */
process.argv.splice(2, 0, 'liveness');
await import('./terminal.mjs');
