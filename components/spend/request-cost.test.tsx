import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { RequestCost } from './request-cost'

describe('RequestCost', () => {
  it.each([
    [0, 'no such model'],
    [-1, 'no rate for its tier'],
    [-2, 'no rate for the time'],
    [-3, 'did not report its tokens'],
  ])('says why a cost is not known (%i), and never $0', (rateSetId, reason) => {
    const { container } = renderInTheme(
      <RequestCost amount={null} rateSetId={rateSetId} outcome="success" isAtLeast={false} isBrief />,
    )
    expect(container.textContent).toContain(reason)
    expect(container.textContent).not.toContain('$')
  })

  it('says that a cost with a hole in it is a lower bound', () => {
    renderInTheme(<RequestCost amount="0.003" rateSetId={7} outcome="success" isAtLeast />)
    expect(screen.getByText('at least')).toBeTruthy()
  })

  it('tells a known zero from an unknown cost', () => {
    renderInTheme(<RequestCost amount="0" rateSetId={-4} outcome="cache_hit" isAtLeast={false} />)
    expect(screen.getByText('$0.00').getAttribute('title')).toContain('answered from its cache')
  })
})
