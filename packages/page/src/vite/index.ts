export { pageConfig } from './page-config.ts';
export type { Allowed } from './policy.ts';
