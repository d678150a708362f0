import { createColors } from 'picocolors';

/** Colour on a terminal only, and not where the user wants none. */
export const colours = createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);
