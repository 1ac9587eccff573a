import manifest from '../package.json' with { type: 'json' }

/** Version of Plexor. */
export const VERSION: string = manifest.version
