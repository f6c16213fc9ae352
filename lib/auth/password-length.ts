/** Length limits of a password: long enough to resist guessing, short enough that hashing is no way to load the server. */
export const passwordLength = { min: 12, max: 200 } as const
