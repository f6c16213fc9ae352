import type { StatementMonth } from '@/lib/finance/statement/months-schema'

/** The month that questions are put to: the one asked for where it has usage, else the latest; null where there is none. */
export function chooseMonth(months: readonly Pick<StatementMonth, 'month'>[], asked: string | null): string | null {
  return (months.find(({ month }) => month === asked) ?? months[0])?.month ?? null
}
