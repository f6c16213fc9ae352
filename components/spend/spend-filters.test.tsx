import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import type { SeriesDimension } from '@/lib/reports/spend/dimension-names'
import { SpendFilters } from './spend-filters'

function open(fixed?: SeriesDimension) {
  const onChange = vi.fn()
  renderInTheme(
    <QueryClientProvider client={new QueryClient()}>
      <SpendFilters
        labels={[]}
        period={{ from: '2026-05-01', to: '2026-06-01' }}
        zone="UTC"
        filters={{ team: ['search'], model: ['large', 'small'] }}
        names={undefined}
        fixed={fixed}
        onChange={onChange}
      />
    </QueryClientProvider>,
  )
  return onChange
}

const chips = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent)

describe('the filters of a report', () => {
  it('show what they narrow to, and take one value away and leave the others', async () => {
    const onChange = open()
    expect(chips()).toEqual(['Team: search', 'Model: large', 'Model: small'])
    await userEvent.click(screen.getByRole('button', { name: 'Remove Model: large' }))
    expect(onChange).toHaveBeenLastCalledWith({ team: ['search'], model: ['small'] })
    await userEvent.click(screen.getByRole('button', { name: 'Clear all' }))
    expect(onChange).toHaveBeenLastCalledWith({})
  })

  it('leave out what the page is of, as a picker, as a chip and among the further ones', async () => {
    open('team')
    expect(chips()).toEqual(['Model: large', 'Model: small'])
    expect(screen.queryByRole('button', { name: /^Team/ })).toBeNull()
    expect(screen.getByRole('button', { name: /^Service/ })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'More filters' }))
    expect(await screen.findByRole('menuitem', { name: 'Feature' })).toBeTruthy()
    expect(screen.queryByRole('menuitem', { name: 'Team' })).toBeNull()
  })
})
