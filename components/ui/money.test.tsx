import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { Money } from './money'

describe('Money', () => {
  it('shows cents and keeps every digit in the title', () => {
    renderInTheme(<Money amount="5753.231904" />)
    expect(screen.getByText('$5,753.23').title).toBe('$5,753.231904 USD')
  })

  it('never shows a cost below a cent as nothing', () => {
    renderInTheme(<Money amount="0.000474" />)
    expect(screen.getByText('$0.000474')).toBeDefined()
  })

  it('says unknown with its reason, and no figure, where the amount is null', () => {
    const { container } = renderInTheme(<Money amount={null} reason="31 requests have no price" />)
    expect(screen.getByTitle('31 requests have no price').textContent).toBe('unknown: 31 requests have no price')
    expect(container.querySelector('data')).toBeNull()
  })

  it('shows zero as zero, which is not unknown', () => {
    renderInTheme(<Money amount="0" />)
    expect(screen.getByText('$0.00')).toBeDefined()
  })

  it('reads a lower bound as "at least" and hides the sign from screen readers', () => {
    renderInTheme(<Money amount="1204.55" atLeast reason="one price is missing" />)
    const figure = screen.getByTitle('At least $1,204.55 USD. one price is missing')
    expect(figure.querySelector('[aria-hidden]')?.textContent).toBe('≥ ')
    expect(figure.textContent).toBe('≥ at least $1,204.55')
  })

  it('keeps amounts that a binary float cannot hold', () => {
    renderInTheme(<Money amount="90071992547409.935" digits="exact" />)
    expect(screen.getByText('$90,071,992,547,409.935')).toBeDefined()
  })
})
