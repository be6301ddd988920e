import type { Socket } from 'node:dgram';
import type { LocalZone } from './zone.mjs';

/**
 * @param port 0 for any
 * @param zone what stands there besides
 */
export function dnsServer(port: number, zone?: LocalZone): Promise<Socket>;
