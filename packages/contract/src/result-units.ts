import { z } from 'zod';

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
export const milliseconds = z.number().nonnegative();
export const bytes = z.int().nonnegative();
