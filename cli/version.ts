import manifest from '../package.json' with { type: 'json' }

/** Plexor's own version. */
export const VERSION: string = manifest.version
