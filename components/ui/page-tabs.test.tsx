import { describe, expect, it } from 'vitest'
import { tabsAt } from './page-tabs'

const places = [
  { href: '/finance', label: 'Statements' },
  { href: '/finance/movement', label: 'Movement' },
  { href: '/finance/exports', label: 'Exports' },
]

const marked = (pathname: string) =>
  tabsAt(pathname, places).flatMap(({ label, current }) => (current === undefined ? [] : [`${label}: ${current}`]))

describe('the tabs of a part of the product', () => {
  it.each([
    ['/finance', 'Statements: page'],
    ['/finance/movement', 'Movement: page'],
    ['/finance/2026-05/versions/2', 'Statements: true'],
    ['/finance/exports/17', 'Exports: true'],
    ['/finance/exportsOfOthers', 'Statements: true'],
    ['', 'Statements: true'],
  ])('mark one place on %s, as the page itself or as the one above it', (pathname, place) => {
    expect(marked(pathname)).toEqual([place])
  })
})
