import { z } from 'zod';

/** Binary data, whatever buffer it lies in. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');
