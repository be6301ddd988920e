import type { Socket } from 'node:dgram';

/** @param port 0 for any */
export function dnsServer(port: number): Promise<Socket>;
