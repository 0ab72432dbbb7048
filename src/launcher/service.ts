import { spawn } from 'node:child_process';

/**
 * Tells systemd (sd_notify) where it asked for that, by its own tool: Node has no datagram sockets of the local kind. Nothing
 * waits for it, and where it fails systemd draws its own conclusions.
 */
export function tellService(message: 'READY=1' | 'WATCHDOG=1'): void {
  if ((process.env['NOTIFY_SOCKET'] ?? '') === '') return;
  spawn('systemd-notify', [message], { stdio: 'ignore' })
    .on('error', () => undefined)
    .unref();
}
