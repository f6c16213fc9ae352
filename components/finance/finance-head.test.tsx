import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { FinanceHead } from './finance-head'

vi.mock('next/navigation', () => ({
  usePathname: () => '/finance/2026-05/versions/1',
  useRouter: () => ({ push: vi.fn() }),
}))

it('has the way to the other pages of finance under the title, and says that a version belongs to the statements', () => {
  renderInTheme(<FinanceHead title="May 2026, version 1" />)
  const title = screen.getByRole('heading', { level: 1, name: 'May 2026, version 1' })
  const navigation = screen.getByRole('navigation', { name: 'Finance' })
  expect(title.compareDocumentPosition(navigation) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Statements' }).getAttribute('aria-current')).toBe('true')
  expect(screen.getByRole('link', { name: 'Movement' }).hasAttribute('aria-current')).toBe(false)
})
