/** Raised when a rule of repeats or loops changes, so that days are summed anew. */
export const repeatRuleVersion = 1

/** How long a provider's cache holds a prompt that nobody asks for: the shortest that any of them promises. */
export const cacheWindowSeconds = 300

/** The same request again within this span is asked twice, not later. */
export const twinWindowSeconds = 300

/** No provider caches less than these tokens; a prompt hash's second part stands for as many. */
export const minCachedTokens = 1_024

/** More retries than one in a trace or conversation of a day make a loop: three attempts at least. */
export const minLoopRetries = 2

/** Of a day, series and price so many loops are named, the costliest; the others are one row. */
export const maxNamedLoops = 50
