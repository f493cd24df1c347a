import * as z from 'zod';

// Imported before any schema is built: each decides then, for good, whether it will compile code while it runs.
z.config({ jitless: true });
