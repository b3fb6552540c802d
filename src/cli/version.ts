/** The version the build was made from. */
declare const STATARB_VERSION: string | undefined;

export const version = typeof STATARB_VERSION === 'string' ? STATARB_VERSION : 'source';
