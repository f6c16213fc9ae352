/** How much an amount is, in either direction. */
export const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

/** The order of two exact amounts for a sort, the smaller first. A difference of big integers is no number that a sort takes. */
export const compareAmounts = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0)

/** The order of two changes for a sort, the smaller first, in whichever direction they go. */
export const compareSizes = (left: bigint, right: bigint): number => compareAmounts(sizeOf(left), sizeOf(right))
