import { BlockList, isIP, isIPv4 } from 'node:net';

/** Addresses of local networks (RFC 1918, 3927, 4193, 4291): the look is for these. */
const near = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  near.addSubnet(net, bits, 'ipv4');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');
near.addAddress('::1', 'ipv6');

/** As people write it: an IPv4 address that came mapped into IPv6 without its prefix, no zone. */
export function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  return mapped ?? bare.toLowerCase();
}

/** Whether a peer is on the local network. */
export const isNearby = (address: string): boolean =>
  isIP(address) !== 0 && near.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

/** What a peer is counted by: an IPv6 host has a whole /64 to choose addresses from. */
export const countedAs = (address: string): string => (isIPv4(address) ? address : address.split(':').slice(0, 4).join(':'));

/**
 * Whether a `Host` header names the terminal by the address that the peer has reached, or by its own name. A page of elsewhere whose
 * name was made to lead here (DNS rebinding) names itself.
 */
export function namesUs(host: string | undefined, localAddress: string, port: number, ownNames: readonly string[]): boolean {
  if (host === undefined) return false;
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::(\d{1,5}))?$/i.exec(host);
  const name = (match?.[1] ?? match?.[2])?.toLowerCase();
  if (name === undefined || Number(match?.[3] ?? 443) !== port) return false;
  return name === localAddress || ownNames.includes(name);
}
