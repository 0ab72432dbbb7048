import { z } from 'zod';

/**
 * Import this before any schema in what runs in the page: the page's policy forbids compiling code at run time, which
 * zod otherwise does, and decides when a schema is made.
 */
z.config({ jitless: true });
