export type { Browser, BrowserContextOptions, Page } from 'playwright-core';
export { executable, inChromium, launch } from './launch.ts';
export { type Opened, openUrl } from './open-url.ts';
export { unnamed } from './unnamed.ts';
