/** What the thread that takes frames apart is started with. A message to it is a frame. */
export interface InspectSetup {
  readonly inspectUrl: string;
}

/** What the solution's module returned, not checked yet, or what it threw, in words. */
export type InspectReply = { readonly parts: unknown } | { readonly message: string };
